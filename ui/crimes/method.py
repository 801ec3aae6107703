"""How everything on the page is worked out."""

import streamlit as st

from lagesbild_data.model import settings
from ui.parts import prose

_METHOD = """
- **Svaret.** *Ja* när årets ändring är större än slumpen. *Nej* när den inte är det. *Delvis* när
  ett av årets kvartal, eller ett senare, ändå ligger utanför det vanliga spannet, eller åtta
  kvartal i rad ligger på samma sida av mitten. *Går inte att säga* när serien är bruten, talet före
  är under {base}, eller det inte finns två år att jämföra.
- **Slumpen.** Två antal jämförs med 2 · (√nu − √före). Gränsen är 3, så som slumpen rör små antal,
  gånger så mycket mer som serien brukar röra sig: spridningen i dess egna tidigare ändringar, när
  det finns minst fem. Stora antal rör sig mer än slumpen ensam, eftersom anmälningar inte kommer
  oberoende av varandra. Även utan verklig ändring passeras gränsen i 3–4 fall av 100, oftare när
  talen är små. Metod: Anscombe 1948; Wheeler 2016; McCullagh och Nelder.
- **Procent** skrivs inte när talet före är under {base}.
- **Per 100 000** är antalet delat med årets medelfolkmängd: medelvärdet av folkmängden vid årets
  början och slut, som hos Brå. Där källan har publicerat en kvot visas den.
- **Det vanliga spannet** för kvartal är medelvärdet ± 2,66 gånger den genomsnittliga skillnaden
  mellan kvartal i följd, med varje kvartals säsong inräknad (XmR-diagram, Wheeler: Understanding
  Variation). Det bygger på kvartalen före det år som bedöms, så att årets kvartal och senare kan
  jämföras med tiden före. Åtta kvartal i rad på samma sida av mitten kan vara en ny nivå.
- **Index** är 100 för den första perioden utan brott i serien.
- **Bruten serie.** Källan säger att räknesättet har ett brott det året, men inte exakt var.
  Ändringar till och från det året bedöms inte.
- **Övrigt** är det som ingen av raderna räknar: det bredare antalet minus de smalare.
- **Dolt.** Under kommunnivå döljs antal under {threshold}, och de antal som skulle röja dem. Alla
  kvartal ett år döljs om något av dem är för litet. Kvartal visas när året är helt: när alla fyra
  finns, för varje område och brottstyp som har kvartal. Innan det fjärde finns visas inte heller
  året. Annars kunde det som redan har visats röja det som kommer.
- En kurva visar vad som har anmälts. Den visar inte allt som har hänt, och inte varför.
"""


def method() -> None:
    """How everything on the page is worked out."""
    method = _METHOD.format(threshold=settings.threshold(), base=settings.smallest_base())
    prose.folded("metod", "Så är det räknat", lambda: st.markdown(method))
