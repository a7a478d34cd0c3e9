package io.swen.cli.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.cli.console.CliException;
import io.swen.cli.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTests {

    @Test
    void eachOfTheProjectsFaultsFitsBothCloudsCodeAndATest() throws IOException {
        Path code = Project.find().root().resolve("infra/terraform");

        List<Fault> faults = Fault.read(code.resolve("tests/faults.json"));

        assertThat(faults)
                .extracting(Fault::name)
                .containsExactly("open group", "unencrypted bucket", "wildcard policy", "missing tag", "single zone");
        for (Fault fault : faults) {
            assertThat(fault.plants())
                    .extracting(plant -> plant.file().split("/", -1)[1])
                    .as(fault.name())
                    .containsExactly("aws", "alibaba");
            for (Fault.Plant plant : fault.plants()) {
                assertThat(Files.readString(code.resolve(plant.file())))
                        .as(fault.name())
                        .containsOnlyOnce(plant.replace());
                assertThat(Files.readString(code.resolve(plant.test())))
                        .as(fault.name())
                        .contains(plant.says());
            }
        }
    }

    @Test
    void isPlantedAndTakenOutAgain(@TempDir Path code) throws IOException {
        Files.writeString(code.resolve("main.tf"), "encrypted = true\nlogs = off\n");
        Fault.Plant plant = new Fault.Plant("main.tf", "encrypted = true", "logs = off", "t", "s");

        String before = plant.in(code);
        assertThat(code.resolve("main.tf")).hasContent("logs = off\nlogs = off");
        plant.outOf(code, before);
        assertThat(code.resolve("main.tf")).hasContent("encrypted = true\nlogs = off");
    }

    @Test
    void isNotPlantedWhereItDoesNotFit(@TempDir Path code) throws IOException {
        Files.writeString(code.resolve("main.tf"), "encrypted = true\nencrypted = true\n");
        Fault.Plant plant = new Fault.Plant("main.tf", "encrypted = true", "encrypted = false", "t", "s");

        assertThatThrownBy(() -> plant.in(code))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("main.tf");
    }
}
