package io.swen.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MavenBuildTests {
    @Test
    void readsTheModuleMavenIsAt() {
        assertThat(MavenBuild.step("[INFO] Building SWEN gateway service 0.1.0                          [3/8]"))
                .isEqualTo("SWEN gateway service (3 of 8)");
        assertThat(MavenBuild.step("[INFO] Building jar: x.jar")).isNull();
    }
}
