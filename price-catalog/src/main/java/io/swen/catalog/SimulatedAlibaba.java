package io.swen.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Numbers that no list at hand gives for Alibaba Cloud: spot savings, interruptions and transfer prices.
 *
 * <p>They are functions of names alone, so every run and every machine agrees on them; whoever shows them labels them
 * simulated. Savings lie in 45 to 90 per cent per region and type (GPU types 30 to 75), moved by at most 4 points from zone
 * to zone; interruption rates use the bands of the AWS spot advisor, the likelier the more is saved.
 */
final class SimulatedAlibaba {

    static final double[] BAND_RATES = {0.025, 0.075, 0.125, 0.175, 0.25};

    private SimulatedAlibaba() {}

    static BigDecimal spotPrice(BigDecimal onDemand, String region, String zone, CatalogInstanceType type) {
        double saving = (type.gpus() > 0 ? 0.30 : 0.45) + 0.45 * unit(region + "/" + type.name());
        saving += 0.08 * (unit(zone + "/" + type.name()) - 0.5);
        BigDecimal share = BigDecimal.valueOf(1 - saving).setScale(4, RoundingMode.HALF_UP);
        return onDemand.multiply(share).setScale(4, RoundingMode.HALF_UP).max(new BigDecimal("0.0001"));
    }

    static double interruptionRate(String region, CatalogInstanceType type) {
        double saving = unit(region + "/" + type.name());
        double chance = 0.6 * saving + 0.4 * unit("interruption/" + region + "/" + type.name());
        return BAND_RATES[Math.min(BAND_RATES.length - 1, (int) (chance * BAND_RATES.length))];
    }

    /** CNY per GB: within mainland China, to or from elsewhere in the world, and out to another provider. */
    static BigDecimal egressPerGb(String fromRegion, String toRegion) {
        boolean domestic = isMainland(fromRegion) && isMainland(toRegion);
        return new BigDecimal(domestic ? "0.50" : "0.80");
    }

    private static boolean isMainland(String region) {
        return region.startsWith("alibaba:cn-") && !region.equals("alibaba:cn-hongkong");
    }

    /** A number in [0, 1) that depends on the text only: FNV-1a, finished with the mixer of SplitMix64. */
    static double unit(String text) {
        long h = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return ((h ^ (h >>> 31)) >>> 11) * 0x1.0p-53;
    }
}
