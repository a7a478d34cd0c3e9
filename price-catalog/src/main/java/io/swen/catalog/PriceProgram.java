package io.swen.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;

/**
 * Answers prices to other programs: for each line {@code region instance-type purchase-option} of standard input one with the
 * price in the cheapest zone, {@code usd-per-hour origin list-as-of}, or {@code -} where the catalog has no such offer.
 */
public final class PriceProgram {

    private static final int WORDS = 3;

    private PriceProgram() {}

    public static void main(String[] arguments) throws IOException {
        PriceCatalog catalog = PriceCatalog.load();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.println(answer(catalog, line));
            }
        }
    }

    static String answer(PriceCatalog catalog, String line) {
        String[] words = line.strip().split(" ", -1);
        if (words.length != WORDS) {
            throw new IllegalArgumentException("expected 'region instance-type purchase-option': " + line);
        }
        Optional<CatalogOffer> cheapest = catalog.offers().stream()
                .filter(offer -> offer.region().equals(words[0])
                        && offer.instanceType().equals(words[1])
                        && offer.purchaseOption().id().equals(words[2]))
                .min(Comparator.comparing(catalog::usdPerHour));
        return cheapest.map(offer -> catalog.usdPerHour(offer).toPlainString() + " "
                        + offer.priceOrigin().id() + " " + offer.listAsOf())
                .orElse("-");
    }
}
