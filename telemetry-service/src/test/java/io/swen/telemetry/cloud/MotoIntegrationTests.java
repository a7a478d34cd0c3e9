package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import io.swen.telemetry.cloud.CloudTelemetrySource.MetricPoint;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import io.swen.telemetry.cloud.CloudTelemetrySource.State;
import io.swen.telemetry.support.DuckDb;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The AWS adapter against moto, an AWS that others wrote, so that adapter and simulator cannot agree on a mistake. Skipped, and
 * said so, where moto_server is not installed.
 */
class MotoIntegrationTests {

    private static final String REGION = "aws:us-east-1";
    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:notices";
    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "anything"));

    private static Optional<Moto> moto = Optional.empty();
    private static final String BUCKET = "swen-test-bills";
    private static final List<TestSources> EXPORTED = new ArrayList<>();

    private static Optional<TestSources> sources = Optional.empty();
    private static String managed = "";
    private static String foreign = "";

    @BeforeAll
    static void startMotoWithTwoInstances(@TempDir Path folder) throws IOException {
        Path program = Moto.program().orElseThrow(() -> {
            String message = "MOTO TESTS ARE SKIPPED: no moto_server on the PATH (pip install 'moto[server]')";
            System.err.println(message);
            return new TestAbortedException(message);
        });
        for (String property : List.of("aws.accessKeyId", "aws.secretAccessKey")) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, "never-sent-anywhere-else");
            }
        }
        Moto started = Moto.start(program, folder.resolve("moto.log"));
        moto = Optional.of(started);
        sources = Optional.of(TestSources.at(
                started.endpoint(), started.endpoint(), new TestSources.Options(null, null, List.of(QUEUE), null)));
        try (Ec2Client ec2 = ec2()) {
            managed = run(ec2, Tag.builder().key("ManagedBy").value("swen").build());
            foreign = run(ec2, Tag.builder().key("Owner").value("somebody").build());
        }
    }

    @AfterAll
    static void stop() {
        sources.ifPresent(TestSources::close);
        EXPORTED.forEach(TestSources::close);
        moto.ifPresent(Moto::close);
    }

    @Test
    void readsRegionsZonesAndTypes() {
        assertThat(aws().regions()).contains(REGION, "aws:eu-west-1");
        assertThat(aws().zones(REGION)).contains("aws:use1-az1").hasSizeGreaterThan(2);
        assertThat(aws().instanceTypes(REGION))
                .anySatisfy(type -> {
                    assertThat(type.name()).isEqualTo("m5.large");
                    assertThat(type.vcpu()).isEqualTo(2);
                    assertThat(type.memoryGb()).isEqualTo(8);
                    assertThat(type.architecture()).isEqualTo("amd64");
                })
                .anySatisfy(type -> {
                    assertThat(type.name()).isEqualTo("g4dn.xlarge");
                    assertThat(type.gpus()).isEqualTo(1);
                    assertThat(type.gpuModel()).isEqualTo("T4");
                });
    }

    @Test
    void readsSpotPrices() {
        assertThat(aws().spotPrices(REGION, "m5.large", Instant.now()))
                .isNotEmpty()
                .allSatisfy(price -> {
                    assertThat(price.instanceType()).isEqualTo("m5.large");
                    assertThat(price.zone()).startsWith("aws:use1-az");
                    assertThat(price.price()).isPositive();
                });
    }

    @Test
    void readsItsOwnInstancesAndTheWholeAccount() {
        assertThat(aws().instances(REGION)).extracting(SeenInstance::instanceId).containsExactly(managed);
        assertThat(aws().inventory(REGION))
                .filteredOn(instance -> instance.instanceId().equals(foreign))
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.state()).isEqualTo(State.RUNNING);
                    assertThat(instance.charged()).isTrue();
                    assertThat(instance.instanceType()).isEqualTo("m5.large");
                    assertThat(instance.tags()).containsEntry("Owner", "somebody");
                });
    }

    @Test
    void readsTheChecksOfInstances() {
        assertThat(aws().health(REGION))
                .filteredOn(health -> health.instanceId().equals(managed))
                .singleElement()
                .satisfies(health -> assertThat(health.status()).isEqualTo("ok"));
    }

    @Test
    void readsMetricsFromCloudWatch() {
        Instant minute = Instant.now().minus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MINUTES);
        try (CloudWatchClient cloudWatch = CloudWatchClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .build()) {
            cloudWatch.putMetricData(request -> request.namespace("AWS/EC2")
                    .metricData(
                            datum -> datum.metricName("CPUUtilization")
                                    .timestamp(minute)
                                    .value(42.0)
                                    .dimensions(dimension ->
                                            dimension.name("InstanceId").value(managed)),
                            datum -> datum.metricName("NetworkIn")
                                    .timestamp(minute)
                                    .value(60_000.0)
                                    .dimensions(dimension ->
                                            dimension.name("InstanceId").value(managed))));
        }
        List<MetricPoint> points = aws().metrics(
                        REGION,
                        List.of(managed),
                        minute.minusSeconds(60),
                        minute.plusSeconds(120),
                        Duration.ofMinutes(1));
        assertThat(points).anySatisfy(point -> {
            assertThat(point.metric()).isEqualTo(InstanceMetric.CPU_UTILIZATION);
            assertThat(point.value()).isEqualTo(42.0);
        });
        // A sum over a minute, as a rate.
        assertThat(points).anySatisfy(point -> {
            assertThat(point.metric()).isEqualTo(InstanceMetric.NETWORK_IN);
            assertThat(point.value()).isEqualTo(1_000.0);
        });
    }

    @Test
    void readsNoticesFromAQueueAndDeletesThemOnceAcknowledged() {
        try (SqsClient sqs = SqsClient.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .build()) {
            String url =
                    sqs.createQueue(request -> request.queueName("notices")).queueUrl();
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("""
                            {"version":"0","id":"1e5527d7-bb36-4607-3370-4164db56a40e",
                             "detail-type":"EC2 Spot Instance Interruption Warning","source":"aws.ec2",
                             "account":"123456789012","time":"2026-11-28T09:00:00Z","region":"us-east-1",
                             "resources":[],"detail":{"instance-id":"%s","instance-action":"terminate"}}
                            """.formatted(managed)));
            sqs.sendMessage(request -> request.queueUrl(url).messageBody("no JSON"));
            List<Notice> heard = new ArrayList<>();
            while (heard.size() < 2) {
                heard.addAll(aws().notices(QUEUE, Instant.EPOCH));
            }
            assertThat(heard).anySatisfy(notice -> {
                assertThat(notice.kind()).isEqualTo(NoticeKind.INTERRUPTION);
                assertThat(notice.instanceId()).isEqualTo(managed);
                assertThat(notice.region()).isEqualTo(REGION);
                assertThat(notice.effectiveAt()).isEqualTo(Instant.parse("2026-11-28T09:02:00Z"));
            });
            assertThat(heard).anyMatch(notice -> notice.kind() == NoticeKind.OTHER);
            aws().acknowledge(QUEUE, heard);
            var left = sqs.getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNamesWithStrings(
                                    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"))
                    .attributesAsStrings();
            assertThat(left.values()).containsOnly("0");
        }
    }

    @Test
    void readsWithTheKeysOfAnAssumedRole() {
        try (TestSources assumed = TestSources.at(
                endpoint(),
                endpoint(),
                new TestSources.Options("arn:aws:iam::123456789012:role/swen-telemetry", null, List.of(), null))) {
            assertThat(assumed.aws().inventory(REGION))
                    .extracting(SeenInstance::instanceId)
                    .contains(managed);
        }
    }

    @Test
    void readsTheLinesOfACostAndUsageReportWithTheirResources(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cur.parquet");
        try (DuckDb duck = DuckDb.open("128MB", 1, folder)) {
            duck.execute("""
                    copy (select * from (values
                     (timestamp '2026-10-31 10:00:00', 'Usage', 'AmazonEC2', 'BoxUsage:m7i.large', 9.0::double, 'i-old', map {}),
                     (timestamp '2026-11-02 10:00:00', 'Usage', 'AmazonEC2', 'BoxUsage:m7i.large', 0.1::double, 'i-one',
                      map {'user_swen_team': 'research', 'user_Environment': 'dev', 'user_swen_workload': 'wl-1', 'user_other': 'x'}),
                     (timestamp '2026-11-02 11:00:00', 'Usage', 'AmazonEC2', 'BoxUsage:m7i.large', 0.2::double, 'i-one',
                      map {'user_swen_team': 'research', 'user_Environment': 'dev', 'user_swen_workload': 'wl-1', 'user_other': 'x'}),
                     (timestamp '2026-11-02 11:00:00', 'Usage', 'AmazonEC2', 'EBS:VolumeUsage.gp3', 0.05::double, 'vol-1', map {}),
                     (timestamp '2026-11-02 00:00:00', 'Tax', 'AmazonEC2', '', 0.03::double, '', map {}))
                     as t (line_item_usage_start_date, line_item_line_item_type, line_item_product_code, line_item_usage_type,
                      line_item_unblended_cost, line_item_resource_id, resource_tags),
                     (select 'USD' as line_item_currency_code, 'us-east-1' as product_region_code, '' as bill_invoice_id))
                    to %s (format parquet)""".formatted(DuckDb.literal(file.toString())));
        }
        upload("cur", "data/BILLING_PERIOD=2026-11/cur-00001.snappy.parquet", Files.readAllBytes(file));

        List<BilledAmount> bills = exported("cur").bills(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-02"));

        assertThat(bills)
                .extracting(bill -> bill.service() + " " + bill.resource() + " " + bill.region() + " "
                        + bill.amount().stripTrailingZeros().toPlainString() + " " + bill.currency() + " "
                        + bill.source() + " " + bill.estimated())
                .containsExactlyInAnyOrder(
                        "AmazonEC2 i-one aws:us-east-1 0.3 USD aws-cur true",
                        "EC2 - Other vol-1 aws:us-east-1 0.05 USD aws-cur true",
                        "Tax (AmazonEC2) null aws:us-east-1 0.03 USD aws-cur true");
        assertThat(bills)
                .filteredOn(bill -> "i-one".equals(bill.resource()))
                .singleElement()
                .satisfies(bill -> assertThat(bill.tags())
                        .isEqualTo(Map.of("swen:team", "research", "Environment", "dev", "swen:workload", "wl-1")));
    }

    @Test
    void readsAFocusExportInCsvAndAsksCostExplorerForMonthsWithoutOne() throws Exception {
        String csv = """
                ChargePeriodStart,ServiceName,BilledCost,BillingCurrency,ChargeCategory,RegionId,ResourceId,InvoiceId,Tags
                2026-11-02T00:00:00.000Z,Amazon Elastic Compute Cloud,0.40,USD,Usage,us-east-1,arn:aws:ec2:us-east-1:1:instance/i-two,INV-1,"{""resourceTags/swen:team"": ""research""}"
                2026-11-02T00:00:00.000Z,Amazon Simple Storage Service,-0.10,USD,Credit,global,,INV-1,
                """;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(csv.getBytes(StandardCharsets.UTF_8));
        }
        upload("focus", "data/BILLING_PERIOD=2026-11/focus-00001.csv.gz", packed.toByteArray());

        // moto's Cost Explorer has nothing for October, and the export no month but November.
        List<BilledAmount> bills =
                exported("focus").bills(LocalDate.parse("2026-10-30"), LocalDate.parse("2026-11-30"));

        assertThat(bills)
                .extracting(bill -> bill.service() + " " + bill.resource() + " " + bill.region() + " "
                        + bill.amount().stripTrailingZeros().toPlainString() + " " + bill.tags() + " "
                        + bill.estimated())
                .containsExactlyInAnyOrder(
                        "Amazon Elastic Compute Cloud i-two aws:us-east-1 0.4 {swen:team=research} false",
                        "Amazon Simple Storage Service null null -0.1 {} false");
    }

    @Test
    void saysWhatIsWrongWithAnExportInsteadOfTakingItForNothing() throws Exception {
        upload("broken", "data/BILLING_PERIOD=2026-11/broken-00001.csv.gz", new byte[] {1, 2, 3});
        CloudTelemetrySource broken = exported("broken");
        assertThatThrownBy(() -> broken.bills(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-02")))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("the export of 2026-11 is not what was expected");
    }

    private static CloudTelemetrySource exported(String name) {
        TestSources made = TestSources.at(
                endpoint(),
                endpoint(),
                new TestSources.Options(
                        null,
                        null,
                        List.of(),
                        null,
                        new AwsCostExportProperties(
                                BUCKET, "bills", name, "us-east-1", DataSize.ofMegabytes(10), "128MB")));
        EXPORTED.add(made);
        return made.aws();
    }

    /** Puts a file of an export, and the manifest of its month that names it. */
    private static void upload(String export, String key, byte[] content) {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .build()) {
            s3.createBucket(request -> request.bucket(BUCKET));
            String full = "bills/" + export + "/" + key;
            s3.putObject(request -> request.bucket(BUCKET).key(full), RequestBody.fromBytes(content));
            s3.putObject(
                    request -> request.bucket(BUCKET)
                            .key("bills/" + export + "/metadata/BILLING_PERIOD=2026-11/" + export + "-Manifest.json"),
                    RequestBody.fromString("{\"dataFiles\":[\"s3://" + BUCKET + "/" + full + "\"]}"));
        }
    }

    /** moto has no price list, no placement scores, and costs only as far as a test puts them there. */
    @Test
    void reportsWhatFailsAsFailedAndNotAsEmpty() {
        assertThatThrownBy(() -> aws().listPrices(REGION, "m5.large", null))
                .isInstanceOfSatisfying(
                        CloudException.class,
                        e -> assertThat(e.code()).isIn(CloudErrorCode.REMOTE_FAILED, CloudErrorCode.REFUSED))
                .hasMessageContaining("GetProducts");
        assertThatThrownBy(() -> aws().capacity(REGION, List.of("m5.large")))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("GetSpotPlacementScores");
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        assertThat(aws().bills(today.minusDays(1), today)).isEmpty();
    }

    private static CloudTelemetrySource aws() {
        return sources.orElseThrow().aws();
    }

    private static java.net.URI endpoint() {
        return moto.orElseThrow().endpoint();
    }

    private static Ec2Client ec2() {
        return Ec2Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .build();
    }

    private static String run(Ec2Client ec2, Tag tag) {
        String image = ec2.describeImages().images().getFirst().imageId();
        return ec2.runInstances(request -> request.imageId(image)
                        .instanceType(InstanceType.M5_LARGE)
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(
                                tags -> tags.resourceType(ResourceType.INSTANCE).tags(tag)))
                .instances()
                .getFirst()
                .instanceId();
    }
}
