package io.swen.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StalenessTests {
    private static final Instant SOURCES = Instant.now().minusSeconds(3_600);
    private static final Instant BUILT = SOURCES.plusSeconds(60);
    private static final Instant LATER = Instant.now().plusSeconds(3_600);

    @TempDir
    Path root;

    private Project project = new Project(Path.of("/"));

    @BeforeEach
    void twoModulesBuiltAfterTheirSources() throws IOException {
        project = new Project(root);
        write("pom.xml", "<project/>", SOURCES);
        write("shared/pom.xml", "<project/>", SOURCES);
        write("shared/src/main/java/Shared.java", "", SOURCES);
        write(
                "orders/pom.xml",
                "<project><artifactId>orders</artifactId><dependency><artifactId>shared</artifactId></dependency></project>",
                SOURCES);
        write("orders/src/main/java/Orders.java", "", SOURCES);
        write("orders/target/orders-0.1.0-exec.jar", "", BUILT);
    }

    @Test
    void aJarYoungerThanAllItsSourcesIsNotStale() throws IOException {
        assertThat(check()).isEmpty();
    }

    @Test
    void aJarThatAReproducibleBuildDatedLongAgoIsAsOldAsItsFile() throws IOException {
        Path jar = root.resolve("orders/target/orders-0.1.0-exec.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(check()).isEmpty();
    }

    @Test
    void aMissingJarIsStale() throws IOException {
        Files.delete(root.resolve("orders/target/orders-0.1.0-exec.jar"));
        assertThat(check()).containsExactly(new Staleness.StaleModule("orders", "not built yet"));
    }

    @Test
    void aYoungerSourceMakesStale() throws IOException {
        write("orders/src/main/java/Orders.java", "", LATER);
        assertThat(check())
                .singleElement()
                .satisfies(stale -> assertThat(stale.reason()).isEqualTo("orders/src/main/java/Orders.java is newer"));
    }

    @Test
    void aYoungerSourceOfASiblingItDependsOnMakesStale() throws IOException {
        write("shared/src/main/java/Shared.java", "", LATER);
        assertThat(check())
                .singleElement()
                .satisfies(stale -> assertThat(stale.reason()).startsWith("shared/src"));
    }

    @Test
    void aYoungerRootPomMakesStale() throws IOException {
        write("pom.xml", "<project/>", LATER);
        assertThat(check()).hasSize(1);
    }

    @Test
    void whatABuildItselfWritesAndTestsAndDocumentsDoNotCount() throws IOException {
        write("orders/target/classes/Orders.class", "", LATER);
        write("orders/src/test/java/OrdersTests.java", "", LATER);
        write("orders/node_modules/x.js", "", LATER);
        write("orders/README.md", "", LATER);
        assertThat(check()).isEmpty();
    }

    private List<Staleness.StaleModule> check() throws IOException {
        return new Staleness(project).check(List.of("orders"));
    }

    private void write(String file, String content, Instant modified) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        Files.setLastModifiedTime(path, FileTime.from(modified));
    }
}
