package io.swen.routing.placement;

import org.jspecify.annotations.Nullable;

/** Tells which offers an agreement or a rule speaks of. */
final class Families {

    private Families() {}

    /** Whether an instance type belongs to a family such as {@code m7i} or {@code ecs.g7}; null is every family. */
    static boolean holds(@Nullable String family, String instanceType) {
        return family == null
                || (instanceType.length() > family.length()
                        && instanceType.startsWith(family)
                        && instanceType.charAt(family.length()) == '.');
    }

    /** The provider of a provider-qualified region. */
    static String provider(String region) {
        return region.substring(0, region.indexOf(':'));
    }
}
