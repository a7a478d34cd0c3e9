package io.swen.gateway.session;

/** A browser's session was ended on purpose; told to whatever outlives a request of it. */
public record SessionEnded(String sessionId) {}
