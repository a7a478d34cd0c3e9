package io.swen.cli.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupplyCommandTests {
    @TempDir
    Path folder;

    private Checkout checkout;

    @BeforeEach
    void aBuiltCheckout() throws Exception {
        checkout = new Checkout(folder);
    }

    @Test
    void passesWhereNoAdvisoryCoversAVersionThatIsCarried() throws Exception {
        advisory("GHSA-1", "Maven", "org.example:parser", "0", "2.4.1");
        assertThat(checkout.supply("--quick")).isZero();
        assertThat(checkout.lastLine()).isEqualTo("supply components=2 advisories=1 found=0 reproducible=not_checked");
    }

    @Test
    void failsAndNamesTheLibraryTheAdvisoryAndTheModule() throws Exception {
        advisory("GHSA-2", "Maven", "org.example:parser", "2.0", "2.4.2");
        assertThat(checkout.supply("--quick")).isEqualTo(1);
        assertThat(checkout.out.toString())
                .contains("org.example:parser")
                .contains("2.4.1")
                .contains("GHSA-2 CVE-GHSA-2")
                .contains("engine");
        assertThat(checkout.lastLine()).endsWith("found=1 reproducible=not_checked");
    }

    /** Each ecosystem orders versions in its own way: as text, 1.9.0 would come after 1.10.0. */
    @ParameterizedTest
    @CsvSource({
        "npm, @scope/widget, 1.9.0, 1.10.1, 1",
        "npm, @scope/widget, 0, 1.9.0, 0",
        "npm, @scope/widget, 1.10.0-beta.1, 1.10.1, 1",
        "npm, @scope/widget, 0, 1.10.0, 0",
        "Maven, org.example:parser, 2.4.1-rc1, 2.4.10, 1",
        "Maven, org.example:parser, 2.4.1.1, 2.5, 0",
        "Maven, org.example:parser, 0, 2.4.1.Final, 0",
        "Maven, org.example:other, 0, 9.9, 0",
        "PyPI, org.example:parser, 0, 9.9, 0"
    })
    void comparesVersionsAsTheEcosystemDoes(String ecosystem, String name, String introduced, String fixed, int found)
            throws Exception {
        advisory("GHSA-3", ecosystem, name, introduced, fixed);
        checkout.supply("--quick");
        assertThat(checkout.lastLine()).contains("found=" + found + " ");
    }

    @Test
    void countsTheLastAffectedVersionAsAffected() throws Exception {
        write("a.json", document("GHSA-4", "Maven", "org.example:parser", """
                {"introduced":"0"},{"last_affected":"2.4.1"}""", ""));
        assertThat(checkout.supply("--quick")).isEqualTo(1);
    }

    @Test
    void knowsVersionsThatAreListedOneByOne() throws Exception {
        write("a.json", """
                {"id":"MAL-1","modified":"2026-11-27T00:00:00Z","affected":[
                  {"package":{"ecosystem":"npm","name":"@scope/widget"},"versions":["1.10.0"]}]}""");
        assertThat(checkout.supply("--quick")).isEqualTo(1);
    }

    @Test
    void leavesOutWhatWasWithdrawn() throws Exception {
        write("a.json", document("GHSA-5", "Maven", "org.example:parser", """
                {"introduced":"0"}""", """
                "withdrawn":"2026-01-01T00:00:00Z","""));
        assertThat(checkout.supply("--quick")).isZero();
    }

    @Test
    void readsAZipAsOsvPublishesIt() throws Exception {
        Path zip = folder.resolve("all.zip");
        try (ZipOutputStream bytes = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String id : new String[] {"GHSA-6", "GHSA-7"}) {
                bytes.putNextEntry(new ZipEntry(id + ".json"));
                bytes.write(document(id, "Maven", "org.example:parser", "{\"introduced\":\"2.4\"}", "")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(checkout.supply("--quick", "--advisories", zip.toString())).isEqualTo(1);
        assertThat(checkout.lastLine()).isEqualTo("supply components=2 advisories=2 found=2 reproducible=not_checked");
    }

    @Test
    void saysLoudlyHowOldItsSourceIs() throws Exception {
        write(
                "a.json",
                document("GHSA-8", "Maven", "org.example:parser", "{\"introduced\":\"9\"}", "")
                        .replace("2026-11-27", "2026-10-19"));
        assertThat(checkout.supply("--quick")).isZero();
        assertThat(checkout.err.toString()).contains("WARNING").contains("in the last 40 days");
    }

    @Test
    void doesNotPassForWantOfAdvisories() throws Exception {
        Files.createDirectories(folder.resolve("deploy/advisories"));
        assertThat(checkout.supply("--quick")).isEqualTo(1);
        assertThat(checkout.err.toString()).contains("A check against nothing would always pass");
        assertThat(checkout.supply(
                        "--quick", "--advisories", folder.resolve("nowhere").toString()))
                .isEqualTo(1);
    }

    @Test
    void doesNotPassAModuleWithoutABillOfMaterials() throws Exception {
        advisory("GHSA-9", "Maven", "org.example:parser", "9", "10");
        Files.delete(folder.resolve("engine/target/classes/META-INF/sbom/application.cdx.json"));
        assertThat(checkout.supply("--quick")).isEqualTo(1);
        assertThat(checkout.err.toString()).contains("engine has no bill of materials");
    }

    @Test
    void refusesAnAdvisoryItCannotJudge() throws Exception {
        write("a.json", "{\"id\":\"GHSA-10\"}");
        assertThat(checkout.supply("--quick")).isEqualTo(1);
        assertThat(checkout.err.toString()).contains("a.json").contains("an advisory has no modified");
    }

    private void advisory(String id, String ecosystem, String name, String introduced, String fixed) throws Exception {
        write(
                "a.json",
                document(
                        id,
                        ecosystem,
                        name,
                        "{\"introduced\":\"" + introduced + "\"},{\"fixed\":\"" + fixed + "\"}",
                        ""));
    }

    private static String document(String id, String ecosystem, String name, String events, String more) {
        return """
                {"id":"%s","modified":"2026-11-27T00:00:00Z",%s"aliases":["CVE-%s"],"summary":"what is wrong","affected":[
                  {"package":{"ecosystem":"%s","name":"%s"},"ranges":[{"type":"ECOSYSTEM","events":[%s]}]}]}""".formatted(id, more, id, ecosystem, name, events);
    }

    private void write(String name, String content) throws Exception {
        checkout.write("deploy/advisories/" + name, content);
    }
}
