package io.swen.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaInstallationTests {
    @ParameterizedTest
    @CsvSource({"25.0.3,25", "25.0.3+9-LTS,25", "25,25", "26-ea,26", "17.0.15,17", "1.8.0_392,8", "none,0", "'',0"})
    void readsTheFeatureReleaseOfAnyVersionText(String version, int feature) {
        assertThat(JavaInstallation.feature(version)).isEqualTo(feature);
    }

    @Test
    void readsTheVersionFromTheReleaseFile(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(
                home.resolve("bin/java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"24.0.1\"\n");
        assertThat(JavaInstallation.at(home)).hasValueSatisfying(java -> {
            assertThat(java.version()).isEqualTo("24.0.1");
            assertThat(java.suffices()).isFalse();
            assertThat(java.hasCompiler()).isFalse();
        });
    }

    @Test
    void findsNothingInAFolderThatIsNoJdk(@TempDir Path home) throws IOException {
        assertThat(JavaInstallation.at(home)).isEmpty();
    }

    @Test
    void theRunningJdkSuffices() {
        assertThat(JavaInstallation.current().suffices()).isTrue();
    }
}
