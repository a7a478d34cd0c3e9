package io.swen.gateway.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What callers may use up. A call costs one unit, some cost more ({@link CallCost}).
 *
 * @param scale multiplies every quota but that of frames; a stack on one machine, where everything comes from one address, and a
 *     benchmark raise it
 * @param address all calls from one network address (of IPv6 the /64 network), whoever makes them
 * @param login calls from one address that begin or go on with a login, or ask for tokens
 * @param signed calls from one address that are known by their signature: webhooks of Git hosts, and what instances tell of
 *     their workloads
 * @param failure calls from one address whose token or key is refused
 * @param user all calls of one person
 * @param userDaily the same in a day
 * @param key all calls with one API key
 * @param keyDaily the same in a day
 * @param frames what one WebSocket connection may send
 * @param tracked how many callers of each kind are remembered; those not seen for longest begin anew
 */
@ConfigurationProperties("swen.gateway.limits")
record LimitProperties(
        @DefaultValue("1") int scale,
        @DefaultValue("12000/1m") Quota address,
        @DefaultValue("60/1m") Quota login,
        @DefaultValue("1200/1m") Quota signed,
        @DefaultValue("60/1m") Quota failure,
        @DefaultValue("6000/1m") Quota user,
        @DefaultValue("2000000/1d") Quota userDaily,
        @DefaultValue("6000/1m") Quota key,
        @DefaultValue("2000000/1d") Quota keyDaily,
        @DefaultValue("30/10s") Quota frames,
        @DefaultValue("20000") int tracked) {

    LimitProperties {
        if (scale < 1 || tracked < 1) {
            throw new IllegalArgumentException("swen.gateway.limits: scale and tracked must be positive");
        }
    }
}
