package io.swen.cli.client;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns a service's refusal (RFC 9457) into what a person reads and a shell tests. */
final class Problem {
    private Problem() {}

    static CliException of(int status, String body, String request) {
        return new CliException(exitCode(status), text(status, body, request), remedy(status));
    }

    static ExitCode exitCode(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> ExitCode.USAGE;
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 404 -> ExitCode.NOT_FOUND;
            case 409, 412, 428 -> ExitCode.CONFLICT;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }

    static String text(int status, String body, String request) {
        JsonNode problem;
        try {
            problem = Json.parse(body.isBlank() ? "{}" : body);
        } catch (JacksonException notJson) {
            problem = Json.object();
        }
        StringBuilder text = new StringBuilder();
        text.append(Json.text(problem, "title", "The platform answered " + status))
                .append(" (")
                .append(status)
                .append(", ")
                .append(Json.text(problem, "code", request))
                .append(")");
        String detail = Json.text(problem, "detail");
        if (detail != null) {
            text.append("\n  ").append(detail);
        }
        for (JsonNode error : problem.path("errors")) {
            text.append("\n  ")
                    .append(Json.text(error, "field", "?"))
                    .append(": given ")
                    .append(Json.text(error, "given", "nothing"))
                    .append(", allowed ")
                    .append(Json.text(error, "allowed", "?"));
        }
        String trace = Json.text(problem, "trace_id");
        if (trace != null) {
            text.append("\n  trace ").append(trace);
        }
        return text.toString();
    }

    private static @Nullable String remedy(int status) {
        return switch (status) {
            case 401 -> "Sign in anew: ./swen token --fresh";
            case 403 -> "Use an account whose role allows it: --as operator submits, --as approver1 approves.";
            case 502, 503, 504 -> "A service is starting or being restarted: ./swen status";
            default -> null;
        };
    }
}
