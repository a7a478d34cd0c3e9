package io.swen.platform.session;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.EnvelopeException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Seals what a session holds, tokens among it, before it is stored. What is not sealed is not read: bytes that somebody else wrote
 * into the table would be deserialised otherwise.
 */
final class SealedAttributes implements ConversionService {

    private static final Logger LOG = LoggerFactory.getLogger(SealedAttributes.class);
    private static final TypeDescriptor BYTES = TypeDescriptor.valueOf(byte[].class);

    private final ConversionService serialisation;
    private final Envelope envelope;

    SealedAttributes(ConversionService serialisation, Envelope envelope) {
        this.serialisation = serialisation;
        this.envelope = envelope;
    }

    @Override
    public boolean canConvert(@Nullable Class<?> from, Class<?> to) {
        return serialisation.canConvert(from, to);
    }

    @Override
    public boolean canConvert(@Nullable TypeDescriptor from, TypeDescriptor to) {
        return serialisation.canConvert(from, to);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> @Nullable T convert(@Nullable Object source, Class<T> to) {
        return (T) convert(source, TypeDescriptor.forObject(source), TypeDescriptor.valueOf(to));
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, @Nullable TypeDescriptor from, TypeDescriptor to) {
        if (BYTES.equals(to)) {
            byte[] plain = (byte[]) serialisation.convert(source, from, to);
            return plain == null
                    ? null
                    : envelope.seal(SealedSessions.CONTEXT, plain).getBytes(StandardCharsets.US_ASCII);
        }
        if (!(source instanceof byte[] stored)) {
            return serialisation.convert(source, from, to);
        }
        try {
            byte[] plain = envelope.open(SealedSessions.CONTEXT, new String(stored, StandardCharsets.US_ASCII));
            return serialisation.convert(plain, BYTES, to);
        } catch (EnvelopeException e) {
            if (e.reason() == EnvelopeException.Reason.KEYS_UNAVAILABLE) {
                throw e;
            }
            LOG.warn("an attribute of a session is left out: {}", e.getMessage());
            return null;
        }
    }
}
