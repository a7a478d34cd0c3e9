package io.swen.platform.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/** The one byte form of a value that is hashed, signed or replayed (RFC 8785, JSON Canonicalization Scheme). */
public final class CanonicalJson {

    private final JsonMapper json;

    public CanonicalJson(JsonMapper json) {
        this.json = json;
    }

    /** The canonical UTF-8 bytes of any value that can be written as JSON. */
    public byte[] bytes(Object value) {
        try {
            return new JsonCanonicalizer(json.writeValueAsBytes(value)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String string(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** {@code sha256:} and the hex digest of the canonical bytes. */
    public String hash(Object value) {
        return ContentHash.of(bytes(value));
    }
}
