package io.swen.cli.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTests {
    @TempDir
    Path one;

    @TempDir
    Path other;

    @Test
    void findsNothingBetweenEqualBuilds() throws Exception {
        new Checkout(one).jar("engine-0.1.0.jar", "same");
        new Checkout(other).jar("engine-0.1.0.jar", "same");
        assertThat(Artifacts.differences(one, other)).isEmpty();
    }

    @Test
    void namesTheEntryThatDiffers() throws Exception {
        new Checkout(one).jar("engine-0.1.0.jar", "built at ten");
        new Checkout(other).jar("engine-0.1.0.jar", "built at eleven");
        assertThat(Artifacts.differences(one, other))
                .containsExactly("engine/target/engine-0.1.0.jar: differs in a.txt");
    }

    @Test
    void namesAJarThatOnlyOneBuildMade() throws Exception {
        new Checkout(one).jar("engine-0.1.0.jar", "same");
        new Checkout(other);
        assertThat(Artifacts.differences(one, other))
                .containsExactly("engine/target/engine-0.1.0.jar: only one of the builds made it");
    }
}
