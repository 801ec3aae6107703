"""What readers may see and are told: the door to a store, answers with types, what a change is
worth, and the sentences made of them."""
