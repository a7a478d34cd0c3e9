package io.swen.routing.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyModelTests {

    /** Published averages of IBM Cloud between its regions, 17 August to 15 September 2024. */
    @ParameterizedTest
    @CsvSource({
        "32.78, -96.8, 50.11, 8.68, 123",
        "43.65, -79.38, 38.9, -77.04, 19",
        "38.9, -77.04, 51.51, -0.13, 76",
        "50.11, 8.68, 35.68, 139.69, 228",
        "51.51, -0.13, 40.42, -3.7, 27",
        "34.69, 135.5, 35.68, 139.69, 9",
        "-33.87, 151.21, -23.55, -46.63, 327",
        "-33.87, 151.21, 50.11, 8.68, 250",
        "35.68, 139.69, -33.87, 151.21, 115",
        "-23.55, -46.63, 50.11, 8.68, 198",
    })
    void isWithinSeventeenMillisecondsOfWhatWasMeasured(
            double fromLatitude, double fromLongitude, double toLatitude, double toLongitude, double measured) {
        assertThat(LatencyModel.roundTripMillis(fromLatitude, fromLongitude, toLatitude, toLongitude))
                .isCloseTo(measured, within(17.0));
        assertThat(LatencyModel.roundTripMillis(toLatitude, toLongitude, fromLatitude, fromLongitude))
                .isCloseTo(
                        LatencyModel.roundTripMillis(fromLatitude, fromLongitude, toLatitude, toLongitude),
                        within(1e-9));
    }
}
