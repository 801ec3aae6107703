"""What readers are told: answers with types, what a change is worth, and the sentences made of
them."""
