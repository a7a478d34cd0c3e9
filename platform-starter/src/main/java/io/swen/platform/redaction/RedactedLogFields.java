package io.swen.platform.redaction;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** Masks secrets and mail addresses in every text of a structured log line: message, arguments, context and stack trace. */
final class RedactedLogFields implements StructuredLoggingJsonMembersCustomizer<Object> {

    @Override
    public void customize(JsonWriter.Members<Object> members) {
        members.applyingValueProcessor(
                (path, value) -> value instanceof String text ? Redaction.maskPersonal(Redaction.mask(text)) : value);
    }
}
