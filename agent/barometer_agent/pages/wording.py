"""Numbers, days and moments as people write them."""

from datetime import date, datetime

from barometer_agent.language import Say


class Wording:
    """In the language of ``say``."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._months = say("date.months").split()
        self._decimal = say("number.decimal")
        self._thousands = "." if self._decimal == "," else ","

    def count(self, number: int) -> str:
        """8,640."""
        return f"{number:,}".replace(",", self._thousands)

    def counted(self, name: str, number: int) -> str:
        """The text ``name`` about ``number`` things; of one thing the text ``name.one``."""
        return self.say(f"{name}.one") if number == 1 else self.say(name, count=self.count(number))

    def decimal(self, number: float) -> str:
        """61.5."""
        return f"{number:.1f}".replace(".", self._decimal)

    def day(self, told: date) -> str:
        """Without weekday and year."""
        return self.say("date.day", day=told.day, month=self._months[told.month - 1])

    def long_day(self, told: date) -> str:
        """With its weekday."""
        return f"{self.say(f'rule.day.{told.weekday()}')} {self.day(told)}"

    def moment(self, told: datetime) -> str:
        """Day, year and minute."""
        return told.strftime(self.say("date.format"))
