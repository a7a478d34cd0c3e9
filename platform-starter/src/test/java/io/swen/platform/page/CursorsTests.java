package io.swen.platform.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorsTests {

    @Test
    void givesBackWhatWasPutIn() {
        assertThat(Cursors.decode(Cursors.encode("2026-11-23T10:00:00Z", "wl-1"), 2))
                .containsExactly("2026-11-23T10:00:00Z", "wl-1");
        assertThat(Cursors.decode(Cursors.encode("", "x"), 2)).containsExactly("", "x");
        assertThat(Cursors.decode(null, 2)).isNull();
    }

    @Test
    void refusesWhatItDidNotGiveOut() {
        for (String foreign : List.of("!!", "aGVsbG8", Cursors.encode("a", "b", "c"))) {
            assertThatThrownBy(() -> Cursors.decode(foreign, 2)).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void cutsAPageWhereOneRowMoreWasRead() {
        Page<Integer> full = Page.of(List.of(1, 2, 3), 2, Cursors::encode);
        assertThat(full.items()).containsExactly(1, 2);
        assertThat(Cursors.decode(full.next(), 1)).containsExactly("2");
        assertThat(Page.of(List.of(1, 2), 2, Cursors::encode).next()).isNull();
    }

    @Test
    void refusesALimitOutsideItsBounds() {
        assertThat(Cursors.limit(null)).isEqualTo(50);
        assertThat(Cursors.limit(200)).isEqualTo(200);
        assertThatThrownBy(() -> Cursors.limit(0)).hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> Cursors.limit(201)).hasMessageContaining("1 to 200");
    }

    @Test
    void refusesAnEditThatNamesNoVersionOrAnOldOne() {
        ETags.requireMatch("\"3\"", 3);
        assertThatThrownBy(() -> ETags.requireMatch(null, 3)).hasMessageContaining("\"3\"");
        assertThatThrownBy(() -> ETags.requireMatch("\"2\"", 3)).hasMessageContaining("current ETag is \"3\"");
    }
}
