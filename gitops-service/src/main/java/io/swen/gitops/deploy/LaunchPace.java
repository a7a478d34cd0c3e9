package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Launches no faster than a region takes them, so that many at once come one after the other instead of pushing each other aside
 * with retries of what the cloud refused. All instances of this service launch in one account, so what is left stands in PostgreSQL:
 * a token bucket in the form of the generic cell rate algorithm (ITU-T I.371), which needs one moment for each region.
 */
@Component
class LaunchPace {

    private final CloudProperties properties;
    private final JdbcTemplate jdbc;

    LaunchPace(CloudProperties properties, JdbcTemplate jdbc) {
        this.properties = properties;
        this.jdbc = jdbc;
    }

    /**
     * Takes the right to one launch; it is taken at once, whatever becomes of the caller's transaction.
     *
     * @throws CloudException where the region has to rest first; nothing was asked of it
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void take(Provider provider, String region) {
        CloudProperties.LaunchRate rate = properties.launches(provider);
        double pause = 1 / rate.perSecond();
        int taken = jdbc.update(
                "insert into launch_allowance as known (region, busy_until)"
                        + " values (?, clock_timestamp() + make_interval(secs => ?)) on conflict (region) do update"
                        + " set busy_until = greatest(known.busy_until, clock_timestamp()) + make_interval(secs => ?)"
                        + " where known.busy_until <= clock_timestamp() + make_interval(secs => ?)",
                region,
                pause,
                pause,
                pause * (rate.atOnce() - 1));
        if (taken == 0) {
            throw new CloudException(CloudException.Kind.THROTTLED, region + " takes no more launches at the moment");
        }
    }
}
