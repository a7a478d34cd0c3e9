package io.swen.platform.session;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.SealedColumn;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;

/** Seals the sessions of every service that keeps some in its database. */
@AutoConfiguration(beforeName = "io.swen.platform.crypto.CryptoAutoConfiguration")
@ConditionalOnClass(name = "org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration")
public class SealedSessions {

    static final String CONTEXT = "session";

    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sealedSessionAttributes(
            @Qualifier("springSessionConversionService") ObjectProvider<ConversionService> own, Envelope envelope) {
        return sessions -> sessions.setConversionService(
                new SealedAttributes(own.getIfAvailable(SealedSessions::serialisation), envelope));
    }

    @Bean
    SessionIdGenerator longSessionIds() {
        return new LongSessionIds();
    }

    @Bean
    static BeanPostProcessor sealedSessionCookies(ObjectProvider<Envelope> envelope) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof CookieSerializer cookies && !(bean instanceof SealedSessionCookies)
                        ? new SealedSessionCookies(cookies, envelope.getObject(), InstantSource.system())
                        : bean;
            }
        };
    }

    @Bean
    SealedColumn sealedSessionColumn() {
        return new SealedColumn(
                "spring_session_attributes",
                List.of("session_primary_id", "attribute_name"),
                "attribute_bytes",
                ids -> CONTEXT,
                false);
    }

    private static ConversionService serialisation() {
        GenericConversionService java = new GenericConversionService();
        java.addConverter(Object.class, byte[].class, new SerializingConverter());
        java.addConverter(byte[].class, Object.class, new DeserializingConverter());
        return java;
    }
}
