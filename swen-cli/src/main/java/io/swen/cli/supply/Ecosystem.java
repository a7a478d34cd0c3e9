package io.swen.cli.supply;

import com.github.packageurl.PackageURL;
import java.util.Arrays;
import java.util.Optional;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.semver4j.Semver;

/** Where a component comes from, with its name and the order of its versions as advisories use them. */
enum Ecosystem {
    MAVEN("Maven", "maven", ":") {
        @Override
        int compare(String one, String other) {
            return new ComparableVersion(one).compareTo(new ComparableVersion(other));
        }
    },
    NPM("npm", "npm", "/") {
        @Override
        int compare(String one, String other) {
            return semver(one).compareTo(semver(other));
        }

        private Semver semver(String version) {
            Semver parsed = Semver.parse(version);
            if (parsed == null) {
                throw new IllegalArgumentException("not a semantic version: " + version);
            }
            return parsed;
        }
    };

    private final String osvName;
    private final String purlType;
    private final String separator;

    Ecosystem(String osvName, String purlType, String separator) {
        this.osvName = osvName;
        this.purlType = purlType;
        this.separator = separator;
    }

    /**
     * Negative, zero or positive as the first version is older than, equal to or newer than the other.
     *
     * @throws IllegalArgumentException if a version is not one of this ecosystem
     */
    abstract int compare(String one, String other);

    /** The name OSV gives a package: {@code group:artifact}, {@code @scope/name}. */
    String packageName(PackageURL purl) {
        return purl.getNamespace() == null ? purl.getName() : purl.getNamespace() + separator + purl.getName();
    }

    static Optional<Ecosystem> of(PackageURL purl) {
        return Arrays.stream(values())
                .filter(ecosystem -> ecosystem.purlType.equals(purl.getType()))
                .findFirst();
    }

    /** By OSV's name, of which what follows a colon only narrows it down. */
    static Optional<Ecosystem> named(String osvName) {
        return Arrays.stream(values())
                .filter(ecosystem -> ecosystem.osvName.equals(osvName))
                .findFirst();
    }
}
