package io.swen.gateway.limit;

import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the limits before and behind the security filters. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    /** After the trace is opened, before anything costs much. */
    @Bean
    FilterRegistrationBean<AddressLimitFilter> addressLimits(LimitProperties limits, LimitAnswers answers) {
        FilterRegistrationBean<AddressLimitFilter> registration = new FilterRegistrationBean<>(new AddressLimitFilter(
                meter("address", limits.address(), limits),
                meter("login", limits.login(), limits),
                meter("signed", limits.signed(), limits),
                meter("failure", limits.failure(), limits),
                answers));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
        return registration;
    }

    @Bean
    FilterRegistrationBean<CallerLimitFilter> callerLimits(LimitProperties limits, LimitAnswers answers) {
        FilterRegistrationBean<CallerLimitFilter> registration = new FilterRegistrationBean<>(new CallerLimitFilter(
                meter("user", limits.user(), limits),
                meter("user-daily", limits.userDaily(), limits),
                meter("key", limits.key(), limits),
                meter("key-daily", limits.keyDaily(), limits),
                answers));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }

    private static Meter meter(String policy, Quota quota, LimitProperties limits) {
        return new Meter(policy, quota.times(limits.scale()), limits.tracked());
    }
}
