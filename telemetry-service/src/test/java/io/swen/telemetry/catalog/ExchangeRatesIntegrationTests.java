package io.swen.telemetry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.swen.telemetry.TelemetryTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ExchangeRatesIntegrationTests extends TelemetryTest {

    private static final String RATES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                             xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
              <Cube>
                <Cube time="2019-03-08"><Cube currency="USD" rate="1.25"/><Cube currency="SEK" rate="10"/></Cube>
                <Cube time="2019-03-07"><Cube currency="USD" rate="1.20"/><Cube currency="SEK" rate="9"/></Cube>
              </Cube>
            </gesmes:Envelope>
            """;

    @Autowired
    private ExchangeRates rates;

    @Autowired
    private ExchangeRateJob job;

    @Test
    void convertsWithTheRateOfTheDayAndNamesIt() throws Exception {
        assertThat(rates.toUsd(BigDecimal.TEN, "SEK", LocalDate.of(2019, 3, 8))).isEmpty();
        HttpServer server = serve(RATES);
        try {
            job.fetch(URI.create("http://localhost:" + server.getAddress().getPort() + "/daily.xml"));
        } finally {
            server.stop(0);
        }
        // 10 crowns for 1.25 dollars.
        var friday = rates.toUsd(new BigDecimal("16"), "SEK", LocalDate.of(2019, 3, 10))
                .orElseThrow();
        assertThat(friday.usd()).isEqualByComparingTo("2");
        assertThat(friday.rate()).isEqualByComparingTo("8");
        assertThat(friday.asOf()).isEqualTo(LocalDate.of(2019, 3, 8));
        assertThat(friday.source()).isEqualTo("localhost/daily.xml");
        assertThat(rates.toUsd(new BigDecimal("15"), "SEK", LocalDate.of(2019, 3, 7))
                        .orElseThrow()
                        .usd())
                .isEqualByComparingTo("2");
        assertThat(rates.toUsd(BigDecimal.ONE, "EUR", LocalDate.of(2019, 3, 8))
                        .orElseThrow()
                        .usd())
                .isEqualByComparingTo("1.25");
        assertThat(jdbc.queryForObject("select count(*) from exchange_rate where currency = 'SEK'", Integer.class))
                .isEqualTo(2);
        // The configured rate of the shipped list still holds for its currency.
        assertThat(rates.toUsd(new BigDecimal("7.12"), "CNY", LocalDate.of(2026, 1, 1))
                        .orElseThrow()
                        .usd())
                .isEqualByComparingTo("1");
        assertThat(rates.toUsd(BigDecimal.ONE, "USD", LocalDate.of(2026, 1, 1))
                        .orElseThrow()
                        .usd())
                .isEqualByComparingTo("1");
    }

    @Test
    void refusesWhatIsNoDocumentOfRates() {
        for (String document : new String[] {
            "<html/>",
            "no XML",
            RATES.replace("1.25", "-1"),
            RATES.replace("USD", "DOLLAR"),
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><Cube><Cube time=\"&e;\"/></Cube>"
        }) {
            assertThatThrownBy(() -> ExchangeRateJob.parse(document.getBytes(StandardCharsets.UTF_8), "a test"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a test");
        }
    }

    private static HttpServer serve(String document) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = document.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
