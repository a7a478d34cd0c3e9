package io.swen.telemetry.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swen.catalog.Provider;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Offers: pages for people, and the whole table as a stream for routing-service. */
@RestController
class OfferController {

    static final String EPOCH_HEADER = "X-Price-Epoch";
    private static final String CSV = "text/csv";

    private final Catalog catalog;

    OfferController(Catalog catalog) {
        this.catalog = catalog;
    }

    @Operation(summary = "Lists offers, by number or cheapest first")
    @GetMapping(path = "/api/v1/offers", produces = "application/json")
    Page<Offer> offers(
            @RequestParam(name = "provider", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"aws", "alibaba"}))
                    @Nullable
                    String provider,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "zone", required = false) @Nullable String zone,
            @RequestParam(name = "instance_type", required = false) @Nullable String instanceType,
            @RequestParam(name = "purchase_option", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"on_demand", "spot", "reserved"}))
                    @Nullable
                    String purchaseOption,
            @RequestParam(name = "architecture", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"amd64", "arm64"}))
                    @Nullable
                    String architecture,
            @RequestParam(name = "min_vcpu", required = false) @Nullable Integer minVcpu,
            @RequestParam(name = "min_memory_gb", required = false) @Nullable Double minMemoryGb,
            @RequestParam(name = "min_gpus", required = false) @Nullable Integer minGpus,
            @RequestParam(name = "sort", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"price"}))
                    @Nullable
                    String sort,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        catalog.requireReady();
        List<FieldProblem> errors = new ArrayList<>();
        OfferFilter filter = new OfferFilter(
                choice("provider", provider, Provider.values(), errors),
                known(
                        "region",
                        region,
                        region == null || catalog.dictionary().region(region).isPresent(),
                        errors),
                known(
                        "zone",
                        zone,
                        zone == null || catalog.dictionary().zone(zone).isPresent(),
                        errors),
                instanceType,
                choice("purchase_option", purchaseOption, PurchaseOption.values(), errors),
                oneOf("architecture", architecture, List.of("amd64", "arm64"), errors),
                minVcpu,
                minMemoryGb,
                minGpus);
        notNegative("min_vcpu", minVcpu, errors);
        notNegative("min_memory_gb", minMemoryGb, errors);
        notNegative("min_gpus", minGpus, errors);
        oneOf("sort", sort, List.of("price"), errors);
        if (!errors.isEmpty()) {
            throw ProblemException.invalidFields(errors);
        }
        return page(filter, sort != null, Cursors.limit(limit), cursor);
    }

    private Page<Offer> page(OfferFilter filter, boolean byPrice, int limit, @Nullable String cursor) {
        List<String> after = Cursors.decode(cursor, 2);
        BigDecimal afterPrice = null;
        int afterId = 0;
        if (after != null) {
            try {
                afterPrice = byPrice ? new BigDecimal(after.get(0)) : null;
                afterId = Integer.parseInt(after.get(1));
            } catch (NumberFormatException e) {
                throw ProblemException.of(
                        ErrorCode.INVALID_CURSOR, "cursor must be the \"next\" of a page with the same sort", e);
            }
        }
        List<Catalog.Listed> rows = catalog.list(filter, byPrice, afterPrice, afterId, limit + 1);
        return Page.of(
                        rows,
                        limit,
                        last -> Cursors.encode(
                                byPrice ? last.row().priceUsd().toPlainString() : "-",
                                last.row().id()))
                .map(Catalog.Listed::offer);
    }

    @Operation(
            summary = "Streams all offers as CSV",
            description =
                    "A header row names the columns. ETag and X-Price-Epoch are the price epoch; gzip where accepted.")
    @ApiResponse(
            responseCode = "200",
            description = "All offers of one price epoch",
            headers = @Header(name = EPOCH_HEADER, schema = @Schema(type = "integer", format = "int64")),
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @GetMapping(path = "/api/v1/offers/snapshot")
    void snapshot(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        stream(0, request, response, ifNoneMatch);
    }

    @Operation(
            summary = "Streams the offers whose price changed after an epoch as CSV",
            description =
                    "409 with snapshot-needed in its detail when the epoch was not published here: read the snapshot.")
    @ApiResponse(
            responseCode = "200",
            description = "The changed offers as of the epoch in X-Price-Epoch",
            headers = @Header(name = EPOCH_HEADER, schema = @Schema(type = "integer", format = "int64")),
            content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @GetMapping(path = "/api/v1/offers/changes")
    void changes(
            @RequestParam(name = "after_epoch") long afterEpoch,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        if (afterEpoch < 1) {
            throw ProblemException.invalidField("after_epoch", afterEpoch, "the number of a price epoch, 1 or more");
        }
        stream(afterEpoch, request, response, ifNoneMatch);
    }

    private void stream(
            long afterEpoch, HttpServletRequest request, HttpServletResponse response, @Nullable String ifNoneMatch) {
        boolean gzip = acceptsGzip(request);
        List<OutputStream> opened = new ArrayList<>(1);
        try {
            catalog.csv(afterEpoch, epoch -> {
                if (afterEpoch > epoch) {
                    throw ProblemException.of(
                            ErrorCode.CONFLICT,
                            "snapshot-needed: price epoch " + afterEpoch + " was not published here, the newest is "
                                    + epoch + "; read /api/v1/offers/snapshot");
                }
                response.setHeader(HttpHeaders.ETAG, ETags.of(epoch));
                response.setHeader(EPOCH_HEADER, Long.toString(epoch));
                response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
                if (ifNoneMatch != null && matches(ifNoneMatch, ETags.of(epoch))) {
                    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                    return null;
                }
                response.setContentType(CSV + ";charset=UTF-8");
                OutputStream out = open(response, gzip);
                opened.add(out);
                return out;
            });
            for (OutputStream out : opened) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputStream open(HttpServletResponse response, boolean gzip) {
        try {
            if (!gzip) {
                return response.getOutputStream();
            }
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            return new FastGzip(response.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean acceptsGzip(HttpServletRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.contains("gzip") && !accepted.contains("gzip;q=0");
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(given -> given.equals("*") || given.equals(etag) || given.equals("W/" + etag));
    }

    private static <E extends Enum<E>> @Nullable E choice(
            String field, @Nullable String given, E[] values, List<FieldProblem> errors) {
        if (given == null) {
            return null;
        }
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(given)) {
                return value;
            }
        }
        errors.add(new FieldProblem(
                field,
                given,
                "one of "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
        return null;
    }

    private static @Nullable String oneOf(
            String field, @Nullable String given, List<String> allowed, List<FieldProblem> errors) {
        if (given != null && !allowed.contains(given)) {
            errors.add(new FieldProblem(field, given, "one of " + String.join(", ", allowed)));
        }
        return given;
    }

    private static @Nullable String known(
            String field, @Nullable String given, boolean isKnown, List<FieldProblem> errors) {
        if (!isKnown) {
            errors.add(new FieldProblem(
                    field,
                    given,
                    "a provider-qualified " + field + " that /api/v1/regions lists, such as aws:us-east-1"));
        }
        return given;
    }

    private static void notNegative(String field, @Nullable Number given, List<FieldProblem> errors) {
        if (given != null && !(given.doubleValue() >= 0)) {
            errors.add(new FieldProblem(field, given.toString(), "0 or more"));
        }
    }

    /** The snapshot is read over a local network: little work a byte matters more than the last bytes. */
    private static final class FastGzip extends GZIPOutputStream {

        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 15);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
