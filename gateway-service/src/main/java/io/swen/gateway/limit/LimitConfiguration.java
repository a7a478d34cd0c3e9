package io.swen.gateway.limit;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the limits before and behind the security filters. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    @ConditionalOnExpression("!'${swen.gateway.limits.store.url:}'.isBlank()")
    SharedBuckets sharedBuckets(LimitStoreProperties properties, MeterRegistry metrics) {
        return new SharedBuckets(properties, metrics);
    }

    /** After the trace is opened, before anything costs much. */
    @Bean
    FilterRegistrationBean<AddressLimitFilter> addressLimits(
            LimitProperties limits, LimitAnswers answers, ObjectProvider<SharedBuckets> store) {
        FilterRegistrationBean<AddressLimitFilter> registration = new FilterRegistrationBean<>(new AddressLimitFilter(
                meter("address", limits.address(), limits, store),
                meter("login", limits.login(), limits, store),
                meter("signed", limits.signed(), limits, store),
                meter("failure", limits.failure(), limits, store),
                answers));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
        return registration;
    }

    @Bean
    FilterRegistrationBean<CallerLimitFilter> callerLimits(
            LimitProperties limits, LimitAnswers answers, ObjectProvider<SharedBuckets> store) {
        FilterRegistrationBean<CallerLimitFilter> registration = new FilterRegistrationBean<>(new CallerLimitFilter(
                meter("user", limits.user(), limits, store),
                meter("user-daily", limits.userDaily(), limits, store),
                meter("key", limits.key(), limits, store),
                meter("key-daily", limits.keyDaily(), limits, store),
                answers));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }

    private static Meter meter(
            String policy, Quota quota, LimitProperties limits, ObjectProvider<SharedBuckets> store) {
        return new Meter(policy, quota.times(limits.scale()), limits.tracked(), store.getIfAvailable());
    }
}
