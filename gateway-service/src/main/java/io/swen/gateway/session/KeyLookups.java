package io.swen.gateway.session;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.bucket4j.Bucket;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Bounds how often the issuer is asked for keys: an unknown key id makes the library fetch them anew, and anybody can invent
 * key ids. A token with a new key that comes in such a moment is told to come back, not that it is no good.
 */
@Configuration(proxyBeanMethods = false)
class KeyLookups {

    private static final int AT_ONCE = 5;
    private static final Duration ONE_MORE_EVERY = Duration.ofSeconds(2);
    private static final int MOST_KNOWN = 64;

    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer fewKeyLookups() {
        return decoder -> decoder.jwtProcessorCustomizer(
                processor -> processor.setJWSKeySelector(new Bounded(processor.getJWSKeySelector())));
    }

    private static final class Bounded implements JWSKeySelector<SecurityContext> {

        private final JWSKeySelector<SecurityContext> keys;
        private final Set<String> known = ConcurrentHashMap.newKeySet();
        private final Bucket lookups = Bucket.builder()
                .addLimit(limit -> limit.capacity(AT_ONCE).refillIntervally(1, ONE_MORE_EVERY))
                .build();

        Bounded(JWSKeySelector<SecurityContext> keys) {
            this.keys = keys;
        }

        @Override
        public List<? extends Key> selectJWSKeys(JWSHeader header, @Nullable SecurityContext context)
                throws KeySourceException {
            String id = header.getKeyID();
            boolean isKnown = id != null && known.contains(id);
            if (!isKnown && !lookups.tryConsume(1)) {
                throw new RemoteKeySourceException("keys were asked for too often in the last seconds", null);
            }
            List<? extends Key> found = keys.selectJWSKeys(header, context);
            if (!isKnown && id != null && !found.isEmpty() && known.size() < MOST_KNOWN) {
                known.add(id);
            }
            return found;
        }
    }
}
