package io.swen.routing.placement;

import io.swen.routing.placement.Tariffs.Storage;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * List prices that replace the shipped ones, under {@code swen.routing.tariffs}.
 *
 * @param storage disks by provider
 */
@ConfigurationProperties("swen.routing.tariffs")
record TariffProperties(@DefaultValue Map<String, Storage> storage) {

    TariffProperties {
        storage.forEach((provider, disks) -> {
            if ((disks.usdPerGbMonth() != null && disks.usdPerGbMonth().signum() < 0) || disks.largestGb() < 1) {
                throw new IllegalArgumentException("swen.routing.tariffs.storage." + provider
                        + " needs a usd-per-gb-month of at least 0, if any, and a largest-gb of at least 1");
            }
        });
        storage = Map.copyOf(storage);
    }

    /** The shipped lists with what stands here in place of theirs. */
    Tariffs tariffs() {
        Tariffs shipped = Tariffs.shipped();
        if (storage.isEmpty()) {
            return shipped;
        }
        Map<String, Storage> disks = new HashMap<>(shipped.storage());
        disks.putAll(storage);
        return new Tariffs(shipped.transfer(), disks, shipped.reference());
    }
}
