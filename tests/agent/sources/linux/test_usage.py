from barometer_agent.sources.linux import sessions, usage


def test_use_is_what_the_sessions_of_this_moment_say() -> None:
    assert usage.read() == sessions.use(sessions.read())
