"""The language of all that Barometer says to a person: what they chose, which the service keeps, or their session's."""

from barometer_agent import language
from barometer_agent.config import Config
from barometer_agent.sources import own_languages

_PATIENCE_SECONDS = 2.0


def of_session() -> str:
    """The code of that of the locale, or else of the system as this person set it; English where neither is known."""
    return language.of_user(told=own_languages.read)


def ask(config: Config) -> str:
    """Its code; empty where none was chosen, or no service tells: nobody hears of that here."""
    from barometer_agent.link import client
    from barometer_agent.link.address import LinkError, socket_path
    from barometer_agent.link.messages import AskPreferences, MyPreferences

    try:
        path = socket_path(config.socket_dir)
        reply = client.ask(path, AskPreferences(), config.data_dir, _PATIENCE_SECONDS)
    except LinkError:
        return ""
    chosen = reply.preferences.language if isinstance(reply, MyPreferences) else ""
    return chosen if language.known(chosen) else ""
