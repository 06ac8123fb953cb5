"""Owns the words and figures of a report in English and German. Knows no figure itself."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

import msgspec

from ziggie_desktop.contract.currency import Currency
from ziggie_desktop.contract.money import CENT, PICO, SIGNS, converted

LANGUAGES = ("en", "de")

GERMAN = {
    "Monthly review": "Monatsrückblick",
    "The month is not over yet: these are the figures so far.": (
        "Der Monat ist noch nicht zu Ende: das sind die Zahlen bis jetzt."
    ),
    "Partly simulated: the cloud was a stand-in.": (
        "Teilweise simuliert: die Cloud war nur nachgestellt."
    ),
    "Net saved": "Netto gespart",
    "All in the cloud it would have cost": "Alles in der Cloud hätte gekostet",
    "Paid to the cloud": "An die Cloud gezahlt",
    "Electricity of the requests": "Strom der Anfragen",
    "Models kept loaded": "Geladen gehaltene Modelle",
    "Idle GPU": "GPU im Leerlauf",
    "Processor beside the GPU": "Prozessor neben der GPU",
    "estimated": "geschätzt",
    "partly estimated": "zum Teil geschätzt",
    "in net savings": "in der Ersparnis verrechnet",
    "not in net savings": "nicht in der Ersparnis verrechnet",
    "Requests": "Anfragen",
    "answered locally": "lokal beantwortet",
    "Each day": "Tag für Tag",
    "would have cost in the cloud": "hätte in der Cloud gekostet",
    "cost as it was": "hat gekostet",
    "Net saved since the month began": "Netto gespart seit Monatsbeginn",
    "By component": "Nach Komponente",
    "By model": "Nach Modell",
    "Component": "Komponente",
    "Model": "Modell",
    "Local": "Lokal",
    "Cloud": "Cloud",
    "Tokens out": "Token Ausgabe",
    "Cloud cost": "Cloud-Kosten",
    "Other APIs, as components reported them": "Andere APIs, wie von Komponenten gemeldet",
    "Provider": "Anbieter",
    "Quantity": "Menge",
    "Cost": "Kosten",
    "Scorecard": "Ziele",
    "Criterion": "Kriterium",
    "Figure": "Wert",
    "Goal": "Ziel",
    "met": "erreicht",
    "missed": "verfehlt",
    "unknown": "unbekannt",
    "uptime": "Verfügbarkeit",
    "local_share": "lokaler Anteil",
    "net_savings_a_month": "Ersparnis je Monat",
    "fallbacks_that_worked": "gelungene Rückfälle",
    "quality_parity": "Gleichwertigkeit der Antworten",
    "What to do": "Was zu tun ist",
    "Years ahead": "Die nächsten Jahre",
    "The hardware is paid back after {months} months.": (
        "Die Hardware ist nach {months} Monaten bezahlt."
    ),
    "The hardware is never paid back at this use.": (
        "Bei dieser Nutzung macht sich die Hardware nie bezahlt."
    ),
    "After five years: {low} (low), {middle} (middle), {high} (high).": (
        "Nach fünf Jahren: {low} (niedrig), {middle} (mittel), {high} (hoch)."
    ),
    "at least {n}": "mindestens {n}",
    "{a} to {b}": "{a} bis {b}",
    # What follows from the figures
    "Local answers cost more than they saved: {net} in the month.": (
        "Lokale Antworten haben mehr gekostet als gespart: {net} im Monat."
    ),
    "Keeping models loaded cost {cost}, more than local answers saved. Unload them sooner.": (
        "Geladen gehaltene Modelle haben {cost} gekostet, mehr als lokale Antworten gespart haben."
        " Früher entladen."
    ),
    "{share} were answered locally, below your goal of {goal}. Look at the rules in policy.toml"
    " and at the fallbacks.": (
        "{share} wurden lokal beantwortet, unter Ihrem Ziel von {goal}. Sehen Sie sich die Regeln"
        " in policy.toml und die Rückfälle an."
    ),
    "{count} requests fell back from their first choice ({share}). See"
    " `ziggie-desktop fallbacks`.": (
        "{count} Anfragen mussten ausweichen ({share}). Siehe `ziggie-desktop fallbacks`."
    ),
    "{count} requests have no known price, so savings are unknown. Name a priced Claude model in"
    " policy.toml.": (
        "{count} Anfragen haben keinen bekannten Preis, die Ersparnis ist daher unbekannt. Nennen"
        " Sie in policy.toml ein Claude-Modell mit bekanntem Preis."
    ),
    "Electricity has no price, so net savings are unknown. Set [tariff] in settings.toml.": (
        "Strom hat keinen Preis, die Nettoersparnis ist daher unbekannt. [tariff] in settings.toml"
        " setzen."
    ),
    "Electricity is priced in {currency}, and there is no rate to US dollars, so net savings are"
    " unknown. Set usd_per_unit in [tariff].": (
        "Strom hat einen Preis in {currency}, aber es gibt keinen Kurs zum US-Dollar; die"
        " Nettoersparnis ist daher unbekannt. usd_per_unit in [tariff] setzen."
    ),
    "{answers} answers of {model} for {component} cost {lost} more here than {cloud_model} would"
    " have. Let the cloud answer them.": (
        "{answers} Antworten von {model} für {component} kosteten hier {lost} mehr, als"
        " {cloud_model} gekostet hätte. Dafür die Cloud antworten lassen."
    ),
    "Keep {model} loaded for {time} after an answer.": (
        "{model} nach einer Antwort {time} geladen halten."
    ),
    "Unload {model} after each answer.": "{model} nach jeder Antwort entladen.",
    "It answered {share} of the time, below your goal of {goal}.": (
        "Es antwortete {share} der Zeit, unter Ihrem Ziel von {goal}."
    ),
    "Savings are below your target of {goal} a month.": (
        "Die Ersparnis liegt unter Ihrem Ziel von {goal} im Monat."
    ),
    "All money is in {currency}, at your rate: 1 {currency} is {rate} US dollars.": (
        "Alles Geld steht in {currency}, zu Ihrem Kurs: 1 {currency} sind {rate} US-Dollar."
    ),
    "There is no rate from {currency} to US dollars.": (
        "Es gibt keinen Kurs von {currency} zum US-Dollar."
    ),
    "Nothing needs to change.": "Es muss sich nichts ändern.",
    "No requests in this month.": "In diesem Monat gab es keine Anfragen.",
}


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """``language`` is en or de; ``usd_per_unit`` what one unit of ``currency`` is in dollars."""

    language: str
    currency: str
    usd_per_unit: str

    def __call__(self, text: str, **figures: str) -> str:
        said = GERMAN.get(text, text) if self.language == "de" else text
        return said.format(**figures) if figures else said

    def money(self, pico: int | None) -> str:
        """Below a cent with three digits, never as nothing; unknown as unknown."""
        if pico is None:
            return self("unknown")
        own = converted(pico, Currency(self.currency, self.usd_per_unit)) / PICO
        amount = Decimal(own.numerator) / Decimal(own.denominator)
        size = abs(amount)
        if size == 0 or size >= CENT:
            digits = f"{size.quantize(CENT, ROUND_HALF_EVEN):,.2f}"
        else:
            digits = f"{size.quantize(Decimal(1).scaleb(size.adjusted() - 2)):f}"
        sign = "−" if amount < 0 else ""
        mark = SIGNS.get(self.currency.upper(), self.currency)
        if self.language == "de":
            return f"{sign}{_german(digits)} {mark}"
        return f"{sign}{mark}{digits}" if len(mark) == 1 else f"{sign}{mark} {digits}"

    def number(self, value: float, places: int = 0) -> str:
        digits = f"{value:,.{places}f}"
        return _german(digits) if self.language == "de" else digits

    def percent(self, fraction: float | None) -> str:
        return self("unknown") if fraction is None else f"{self.number(fraction * 100, 1)} %"

    def time(self, seconds: int) -> str:
        return f"{seconds // 3600} h" if seconds >= 3600 else f"{seconds // 60} min"


def _german(digits: str) -> str:
    return digits.translate(str.maketrans(",.", ".,"))
