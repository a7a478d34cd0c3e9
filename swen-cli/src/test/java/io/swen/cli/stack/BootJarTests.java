package io.swen.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.swen.cli.console.CliException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootJarTests {
    @TempDir
    Path folder;

    @Test
    void becomesAPlainJarWithItsLibrariesBesideItInTheOrderOfTheIndex() throws IOException {
        Path plain = unpack(bootJar()).jar();
        try (JarFile jar = new JarFile(plain.toFile())) {
            Attributes attributes = jar.getManifest().getMainAttributes();
            assertThat(attributes.getValue("Main-Class")).isEqualTo("io.swen.Orders");
            assertThat(attributes.getValue("Class-Path")).isEqualTo("lib/z.jar lib/a.jar");
            assertThat(attributes.getValue("Implementation-Version")).isEqualTo("0.1.0");
            assertThat(attributes.getValue("Start-Class")).isNull();
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains("io/swen/Orders.class", "META-INF/services/own", "META-INF/sbom/bom.json")
                    .noneMatch(name -> name.startsWith("BOOT-INF") || name.contains("boot/loader"))
                    .doesNotContain("META-INF/services/java.nio.file.spi.FileSystemProvider");
        }
        assertThat(plain.resolveSibling("lib/a.jar")).hasContent("a");
        assertThat(plain.resolveSibling("lib/z.jar")).hasContent("z");
    }

    @Test
    void isUnpackedAgainOnlyWhenItsBytesChanged() throws IOException {
        Path source = bootJar();
        Path first = unpack(source).jar();
        Path witness = Files.writeString(first.resolveSibling("witness"), "x");
        Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.fromMillis(1_000));
        assertThat(unpack(source).jar()).isEqualTo(first);
        assertThat(witness).as("same bytes, another age").exists();
        writeJar(source, Map.of("BOOT-INF/classes/", "", "BOOT-INF/classes/io/swen/New.class", "new"));
        unpack(source);
        assertThat(witness).doesNotExist();
    }

    @Test
    void aLibraryThatWouldLeaveItsFolderIsRefused() throws IOException {
        Path evil = folder.resolve("evil.jar");
        writeJar(evil, Map.of("BOOT-INF/classes/", "", "BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/../../x.jar\"\n"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> BootJar.extract(evil, folder.resolve("out")))
                .withMessageContaining("outside its folder");
    }

    @Test
    void aFileThatIsNoJarIsNamedWithTheRemedy() throws IOException {
        Path broken = Files.writeString(folder.resolve("orders-0.1.0-exec.jar"), "no jar");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> unpack(broken))
                .satisfies(refusal -> assertThat(refusal.report()).contains("orders-0.1.0-exec.jar", "delete"));
    }

    private UnpackedService unpack(Path source) throws IOException {
        return UnpackedService.unpack(Service.ROUTING, source, folder.resolve("unpacked"));
    }

    private Path bootJar() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("META-INF/services/java.nio.file.spi.FileSystemProvider", "loader");
        entries.put("META-INF/sbom/bom.json", "{}");
        entries.put("org/springframework/boot/loader/launch/JarLauncher.class", "loader");
        entries.put("BOOT-INF/classes/", "");
        entries.put("BOOT-INF/classes/io/swen/Orders.class", "orders");
        entries.put("BOOT-INF/classes/META-INF/services/own", "own");
        entries.put("BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/z.jar\"\n- \"BOOT-INF/lib/a.jar\"\n");
        entries.put("BOOT-INF/lib/a.jar", "a");
        entries.put("BOOT-INF/lib/z.jar", "z");
        Path jar = folder.resolve("orders-0.1.0-exec.jar");
        writeJar(jar, entries);
        return jar;
    }

    private static void writeJar(Path jar, Map<String, String> entries) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.JarLauncher");
        attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "0.1.0");
        attributes.putValue("Start-Class", "io.swen.Orders");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                output.putNextEntry(new ZipEntry(entry.getKey()));
                output.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                output.closeEntry();
            }
        }
    }
}
