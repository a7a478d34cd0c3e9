package io.swen.cli.stack;

import io.swen.cli.console.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A line of a service's log as a person reads it; the services themselves write JSON (ECS) for machines. */
final class LogLine {
    private LogLine() {}

    /** Time, level, logger, message and the error if there is one; any other line stays as it is. */
    static String readable(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        JsonNode entry;
        try {
            entry = Json.parse(line);
        } catch (JacksonException notJson) {
            return line;
        }
        String message = Json.text(entry, "message");
        if (message == null) {
            return line;
        }
        String logger = Json.text(entry, "log.logger", "");
        StringBuilder text = new StringBuilder()
                .append(time(Json.text(entry, "@timestamp", "")))
                .append(' ')
                .append(Json.text(entry, "log.level", ""))
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(": ")
                .append(message);
        String error = Json.text(entry, "error.stack_trace", Json.text(entry, "error.message", ""));
        if (!error.isEmpty()) {
            text.append('\n').append(error.stripTrailing());
        }
        return text.toString();
    }

    /** Whole seconds do to follow what happened; {@code --raw} shows all digits. */
    private static String time(String timestamp) {
        int fraction = timestamp.indexOf('.');
        return fraction < 0 ? timestamp : timestamp.substring(0, fraction) + "Z";
    }
}
