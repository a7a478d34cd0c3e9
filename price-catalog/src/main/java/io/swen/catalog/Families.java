package io.swen.catalog;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a family name tells of the hardware behind it. */
final class Families {

    private static final Pattern AWS_AMD_OR_GRAVITON = Pattern.compile("a1|[a-z]+\\d+[ag].*");

    /**
     * The list calls everything amd64; Alibaba Cloud's own family names say that these run on Arm: c6r and g6r on Ampere
     * Altra, the 8y families on Yitian 710.
     */
    private static final Set<String> ALIBABA_ARM =
            Set.of("c6r", "g6r", "c8y", "g8y", "r8y", "ebmg8y", "ebmc8y", "ebmr8y");

    /** GPU models by family; the price list names none, so whoever shows these labels them simulated. */
    private static final Map<String, String> ALIBABA_GPU = Map.ofEntries(
            Map.entry("gn5i", "P4"),
            Map.entry("gn5", "P100"),
            Map.entry("gn6i", "T4"),
            Map.entry("gn6v", "V100"),
            Map.entry("gn6e", "V100"),
            Map.entry("gn7e", "A100"),
            Map.entry("gn7ex", "A100"),
            Map.entry("gn7ix", "A10"),
            Map.entry("gn7i", "A10"));

    private static final Pattern ALIBABA_GPU_FAMILY = Pattern.compile("(?:ebm|s|v)?(gn\\d[a-z]*)(?:-.*)?");

    private Families() {}

    static String of(Provider provider, String type) {
        String bare = provider == Provider.ALIBABA && type.startsWith("ecs.") ? type.substring(4) : type;
        int dot = bare.indexOf('.');
        return dot < 0 ? bare : bare.substring(0, dot);
    }

    /** Whether AWS sells the family at the level that its Graviton price in a region shows. */
    static boolean isAwsAmdOrGraviton(String family) {
        return AWS_AMD_OR_GRAVITON.matcher(family).matches();
    }

    static String alibabaArchitecture(String listed, String family) {
        return ALIBABA_ARM.contains(family) ? "arm64" : listed;
    }

    static @Nullable String alibabaGpuModel(String family) {
        var matcher = ALIBABA_GPU_FAMILY.matcher(family);
        return matcher.matches() ? ALIBABA_GPU.get(matcher.group(1)) : null;
    }
}
