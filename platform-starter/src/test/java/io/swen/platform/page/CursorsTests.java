package io.swen.platform.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.problem.ProblemException;
import java.util.List;
import java.util.UUID;
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
    void readsAnIdOrANumberOutOfACursorAndRefusesWhatIsNone() {
        UUID id = UUID.fromString("019ac8c5-0000-7000-8000-000000000001");
        assertThat(Cursors.id(Cursors.encode(id))).isEqualTo(id);
        assertThat(Cursors.number(Cursors.encode(42))).isEqualTo(42);
        assertThat(Cursors.id(null)).isNull();
        assertThat(Cursors.number("")).isNull();
        assertThatThrownBy(() -> Cursors.id(Cursors.encode("x"))).hasMessageContaining("of an earlier page");
        assertThatThrownBy(() -> Cursors.number(Cursors.encode("x"))).hasMessageContaining("of an earlier page");
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
