package io.swen.telemetry.catalog;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.ExchangeRates.Daily;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fetches the reference rates of the European Central Bank, or of whoever else publishes in their XML, once a day. They are
 * rates of the euro; those of the dollar follow by division.
 */
@Component
class ExchangeRateJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRateJob.class);

    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** The rates of 90 days are a fifth of this. */
    private static final int LONGEST = 1 << 20;

    private static final int MOST_RATES = 10_000;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final CatalogProperties properties;
    private final ExchangeRates rates;
    private boolean failed;

    ExchangeRateJob(CatalogProperties properties, ExchangeRates rates) {
        this.properties = properties;
        this.rates = rates;
    }

    @Override
    public String name() {
        return "exchange-rates";
    }

    @Override
    public Duration interval() {
        return failed ? AFTER_A_FAILURE : EVERY;
    }

    @Override
    public boolean enabled() {
        return properties.exchangeRateSource() != null;
    }

    @Override
    public void run() throws InterruptedException {
        URI source = properties.exchangeRateSource();
        if (source == null) {
            return;
        }
        failed = true;
        fetch(source);
        failed = false;
    }

    /** Fetches and stores what an address has now. */
    void fetch(URI source) throws InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(source).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(name(source) + " answers " + answer.statusCode());
                }
                byte[] document = body.readNBytes(LONGEST + 1);
                if (document.length > LONGEST) {
                    throw new IllegalStateException(name(source) + " is longer than " + LONGEST + " bytes");
                }
                List<Daily> daily = parse(document, name(source));
                rates.store(daily);
                LOG.info("{} gives {} exchange rates", name(source), daily.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name(source) + " cannot be read", e);
        }
    }

    static List<Daily> parse(byte[] document, String source) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<LocalDate, Map<String, BigDecimal>> euros = new LinkedHashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new java.io.ByteArrayInputStream(document));
            LocalDate day = null;
            int count = 0;
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT
                        || !xml.getLocalName().equals("Cube")) {
                    continue;
                }
                String time = xml.getAttributeValue(null, "time");
                String currency = xml.getAttributeValue(null, "currency");
                String rate = xml.getAttributeValue(null, "rate");
                if (time != null) {
                    day = LocalDate.parse(time);
                } else if (currency != null && rate != null && day != null) {
                    if (!CURRENCY.matcher(currency).matches() || ++count > MOST_RATES) {
                        throw new IllegalStateException(source + " gives no currency but " + currency);
                    }
                    BigDecimal value = new BigDecimal(rate);
                    if (value.signum() <= 0) {
                        throw new IllegalStateException(source + " gives " + rate + " for " + currency);
                    }
                    euros.computeIfAbsent(day, d -> new LinkedHashMap<>()).put(currency, value);
                }
            }
        } catch (XMLStreamException | DateTimeParseException | NumberFormatException e) {
            throw new IllegalStateException(source + " is no document of daily rates: " + e.getMessage(), e);
        }
        List<Daily> daily = new ArrayList<>();
        euros.forEach((day, values) -> daily.addAll(perDollar(day, values, source)));
        if (daily.isEmpty()) {
            throw new IllegalStateException(source + " gives no rate of the US dollar");
        }
        return daily;
    }

    private static List<Daily> perDollar(LocalDate day, Map<String, BigDecimal> perEuro, String source) {
        BigDecimal dollars = perEuro.get("USD");
        if (dollars == null) {
            return List.of();
        }
        List<Daily> daily = new ArrayList<>();
        daily.add(new Daily("EUR", day, BigDecimal.ONE.divide(dollars, MathContext.DECIMAL32), source));
        perEuro.forEach((currency, rate) -> {
            if (!currency.equals("USD")) {
                daily.add(new Daily(currency, day, rate.divide(dollars, MathContext.DECIMAL32), source));
            }
        });
        return daily;
    }

    private static String name(URI source) {
        @Nullable String path = source.getPath();
        return source.getHost() + (path == null ? "" : path);
    }
}
