package io.swen.telemetry.cost;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cloud.CloudBill;
import io.swen.telemetry.cloud.CloudBills;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cost.Bills.BilledDay;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes the bills that were read into the ledger: days that are over, and each again when the provider changes it. */
@Component
class BillImport implements BackgroundJob {

    private static final Duration REAL = Duration.ofMinutes(5);
    private static final Duration SIMULATED = Duration.ofSeconds(15);
    /** Providers correct bills for about a month. */
    private static final int CORRECTED_FOR_DAYS = 45;

    private final CloudBills read;
    private final Bills bills;
    private final CloudProperties clouds;
    private final Clock clock;

    BillImport(CloudBills read, Bills bills, CloudProperties clouds, Clock clock) {
        this.read = read;
        this.bills = bills;
        this.clouds = clouds;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "bills";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public void run() {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate from = today.minusDays(CORRECTED_FOR_DAYS);
        Map<BilledDay, List<CloudBill>> days = new HashMap<>();
        // Of a day that is not over only a part is billed, and metering knows more of it.
        for (CloudBill bill : read.between(from, today.minusDays(1))) {
            days.computeIfAbsent(new BilledDay(bill.provider().id(), bill.day()), day -> new ArrayList<>())
                    .add(bill);
        }
        Map<BilledDay, String> known = bills.known(from);
        days.forEach((day, lines) -> {
            String fingerprint = fingerprint(lines);
            if (!fingerprint.equals(known.get(day))) {
                bills.land(day.provider(), day.day(), fingerprint, lines(lines));
            }
        });
    }

    /** What it is of, in an order that does not depend on the answer's. */
    static List<BilledLine> lines(List<CloudBill> bills) {
        Map<String, BilledLine> lines = new TreeMap<>();
        for (CloudBill bill : bills) {
            String key = String.join(
                    "/",
                    bill.source(),
                    bill.service(),
                    orDash(bill.region()),
                    orDash(bill.resource()),
                    orDash(bill.team()),
                    orDash(bill.environment()),
                    orDash(bill.workload()),
                    bill.costUsd().signum() < 0 ? "credit" : "charge");
            lines.merge(key, line(key, bill), BillImport::sum);
        }
        return List.copyOf(lines.values());
    }

    private static BilledLine line(String key, CloudBill bill) {
        String service = bill.service().toLowerCase(Locale.ROOT);
        String category = service.startsWith("tax") ? "Tax" : bill.costUsd().signum() < 0 ? "Credit" : "Usage";
        return new BilledLine(
                key,
                null,
                bill.service(),
                serviceCategory(service),
                category,
                isCompute(service),
                bill.region(),
                null,
                bill.resource(),
                null,
                null,
                null,
                bill.service() + " as of " + bill.source()
                        + (bill.currency().equals("USD")
                                ? ""
                                : ", 1 USD = " + bill.rate().toPlainString() + " " + bill.currency() + " on "
                                        + bill.rateAsOf() + " (" + bill.rateSource() + ")"),
                bill.workload(),
                bill.team(),
                bill.environment(),
                null,
                null,
                bill.currency(),
                bill.amount(),
                bill.costUsd(),
                null,
                bill.currency().equals("USD") ? null : bill.rateAsOf(),
                bill.estimated(),
                bill.simulated());
    }

    private static BilledLine sum(BilledLine one, BilledLine more) {
        return new BilledLine(
                one.line(),
                one.account(),
                one.service(),
                one.serviceCategory(),
                one.category(),
                one.compute(),
                one.region(),
                one.zone(),
                one.resourceId(),
                one.instanceType(),
                one.purchaseOption(),
                one.sku(),
                one.description(),
                one.workload(),
                one.team(),
                one.environment(),
                one.quantity(),
                one.unit(),
                one.currency(),
                one.amount().add(more.amount()),
                one.usd().add(more.usd()),
                one.listUsd(),
                one.rateAsOf(),
                one.estimated() || more.estimated(),
                one.simulated() || more.simulated());
    }

    /** Whether it is the running time of instances, by the names that the providers' bills use. */
    static boolean isCompute(String service) {
        return service.equals("amazonec2")
                || service.startsWith("amazon elastic compute cloud")
                || service.equals("ecs")
                || service.startsWith("elastic compute service");
    }

    /** The category of FOCUS, where the name tells it. */
    static String serviceCategory(String service) {
        if (isCompute(service)) {
            return "Compute";
        }
        if (service.contains("storage")
                || service.contains("block store")
                || service.equals("amazons3")
                || service.equals("oss")) {
            return "Storage";
        }
        if (service.contains("data transfer")
                || service.contains("vpc")
                || service.contains("eip")
                || service.contains("cloudfront")) {
            return "Networking";
        }
        if (service.contains("cloudwatch") || service.contains("cost explorer") || service.contains("monitor")) {
            return "Management and Governance";
        }
        if (service.contains("key management")) {
            return "Security";
        }
        if (service.contains("relational database") || service.contains("rds")) {
            return "Databases";
        }
        return "Other";
    }

    private static String fingerprint(List<CloudBill> bills) {
        List<String> parts = new ArrayList<>();
        for (BilledLine line : lines(bills)) {
            parts.add(line.line() + "=" + plain(line.amount()) + " " + line.currency() + "=" + plain(line.usd())
                    + " USD" + (line.estimated() ? " estimated" : ""));
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private static String orDash(@Nullable String value) {
        return value == null ? "-" : value;
    }
}
