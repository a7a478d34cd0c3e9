package io.swen.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTests {
    @Test
    void alignsColumnsToTheirWidestCell() {
        String text = new Table("id", "price>")
                .row("a", "0.0340")
                .row("longer", "12.5")
                .render();
        assertThat(text).isEqualTo("id       price\na       0.0340\nlonger    12.5\n");
    }

    @Test
    void showsADashWhereThereIsNoValueAndKeepsRowsOnOneLine() {
        assertThat(new Table("a", "b").row(null, "x\ny").render()).isEqualTo("a  b\n–  x y\n");
    }

    @Test
    void refusesARowThatDoesNotFitTheHeadings() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("only one"));
    }
}
