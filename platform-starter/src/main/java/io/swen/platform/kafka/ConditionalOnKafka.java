package io.swen.platform.kafka;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches where {@code swen.kafka.bootstrap-servers} says where Kafka is; an empty value is as good as none. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(ConditionalOnKafka.Configured.class)
public @interface ConditionalOnKafka {

    /** Looks at the property. */
    final class Configured extends SpringBootCondition {

        private static final String PROPERTY = "swen.kafka.bootstrap-servers";

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return new ConditionOutcome(
                    StringUtils.hasText(context.getEnvironment().getProperty(PROPERTY)),
                    ConditionMessage.forCondition(ConditionalOnKafka.class).because(PROPERTY));
        }
    }
}
