package io.swen.cli.supply;

import com.github.packageurl.PackageURL;

/**
 * A library of someone else's that the product carries.
 *
 * @param ecosystem where it comes from
 * @param name as advisories call it
 * @param version the one that is carried
 */
record Component(Ecosystem ecosystem, String name, String version) implements Comparable<Component> {
    static Component of(Ecosystem ecosystem, PackageURL purl) {
        return new Component(ecosystem, ecosystem.packageName(purl), purl.getVersion());
    }

    @Override
    public int compareTo(Component other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
