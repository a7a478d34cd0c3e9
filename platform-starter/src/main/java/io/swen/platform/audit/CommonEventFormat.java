package io.swen.platform.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in ArcSight's Common Event Format, version 0: seven header fields with {@code |} and {@code \} escaped, then
 * extensions with {@code =}, {@code \} and line ends escaped.
 */
final class CommonEventFormat {

    private static final String PRODUCT = "CEF:0|SWEN|SWEN|1|";

    private CommonEventFormat() {}

    /** One line without an end. */
    static String line(String service, AuditRow row) {
        StringBuilder line = new StringBuilder(512).append(PRODUCT);
        header(line, row.action());
        line.append('|');
        header(line, row.action() + " " + row.resourceType() + " " + row.outcome());
        line.append('|').append(severity(row.outcome())).append('|');
        Map<String, @Nullable String> extensions = new LinkedHashMap<>();
        extensions.put("rt", Long.toString(row.at().toEpochMilli()));
        extensions.put("externalId", row.id().toString());
        extensions.put("dvchost", service);
        extensions.put("suid", row.actorId() == null ? null : row.actorId().toString());
        extensions.put("src", ip(row.address()));
        extensions.put("act", row.action());
        extensions.put("outcome", row.outcome());
        extensions.put("requestClientApplication", row.clientId());
        custom(extensions, 1, "resource", row.resourceType() + "/" + row.resourceId());
        custom(extensions, 2, "scope", scope(row));
        custom(extensions, 3, "before", row.before());
        custom(extensions, 4, "after", row.after());
        custom(extensions, 5, "request", row.requestId());
        custom(extensions, 6, "trace", row.traceId());
        String separator = "";
        for (Map.Entry<String, @Nullable String> extension : extensions.entrySet()) {
            String value = extension.getValue();
            if (value != null && !value.isEmpty()) {
                line.append(separator).append(extension.getKey()).append('=');
                extension(line, value);
                separator = " ";
            }
        }
        return line.toString();
    }

    private static void custom(
            Map<String, @Nullable String> extensions, int number, String label, @Nullable String value) {
        if (value != null) {
            extensions.put("cs" + number + "Label", label);
            extensions.put("cs" + number, value);
        }
    }

    private static @Nullable String scope(AuditRow row) {
        return row.team() == null && row.environment() == null
                ? null
                : (row.team() == null ? "" : row.team()) + "/" + (row.environment() == null ? "" : row.environment());
    }

    /** {@code src} takes addresses only. */
    private static @Nullable String ip(@Nullable String address) {
        return address != null && address.matches("[0-9a-fA-F.:]{2,45}") ? address : null;
    }

    private static int severity(String outcome) {
        return switch (outcome) {
            case "refused" -> 6;
            case "failed" -> 5;
            default -> 3;
        };
    }

    /** Line ends cannot stand in a header, so they become spaces. */
    static void header(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '|', '\\' -> line.append('\\').append(c);
                default -> line.append(isLineEnd(c) ? ' ' : c);
            }
        }
    }

    static void extension(StringBuilder line, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '=', '\\' -> line.append('\\').append(c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(isLineEnd(c) ? ' ' : c);
            }
        }
    }

    /** Whatever some reader may take for the end of a line. */
    private static boolean isLineEnd(char c) {
        return c < 0x20 || c == 0x7f || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
