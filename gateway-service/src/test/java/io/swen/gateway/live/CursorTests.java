package io.swen.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CursorTests {

    @Test
    void keepsThePlacesOfAllFeeds() {
        Map<SwenService, String> places =
                Map.of(SwenService.TELEMETRY, "t", SwenService.ROUTING, "r", SwenService.GITOPS, "g");

        assertThat(Cursor.split(Cursor.join(places))).isEqualTo(places);
    }

    @Test
    void keepsThatAPlaceIsNotKnown() {
        Map<SwenService, String> places = Map.of(SwenService.ROUTING, "r");

        assertThat(Cursor.split(Cursor.join(places))).isEqualTo(places);
        assertThat(Cursor.split(Cursor.join(Map.of()))).isEmpty();
    }

    @Test
    void refusesWhatItDidNotMake() {
        assertThat(Cursor.split(null)).isNull();
        assertThatThrownBy(() -> Cursor.split("bm9wZQ")).isInstanceOf(ProblemException.class);
    }
}
