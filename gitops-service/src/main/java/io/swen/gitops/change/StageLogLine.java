package io.swen.gitops.change;

import java.time.Instant;

/** One line of a stage's log; {@code level} is {@code info}, {@code warning} or {@code error}. */
public record StageLogLine(long seq, Instant at, String level, String message) {}
