package io.swen.gateway.session;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializationFailedException;

/** Reads a stored attribute of a session; what cannot be read any more counts as absent. */
final class ReadableAttributes implements Converter<byte[], @Nullable Object> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadableAttributes.class);

    private final DeserializingConverter stored = new DeserializingConverter();

    @Override
    public @Nullable Object convert(byte[] bytes) {
        try {
            return stored.convert(bytes);
        } catch (SerializationFailedException foreign) {
            LOG.warn("an attribute of a session is of another version and left out: {}", foreign.getMessage());
            return null;
        }
    }
}
