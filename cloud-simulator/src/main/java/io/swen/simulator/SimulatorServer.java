package io.swen.simulator;

import io.swen.catalog.PriceCatalog;
import io.swen.catalog.Provider;
import io.swen.simulator.alibaba.AlibabaCloud;
import io.swen.simulator.aws.AwsCloud;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Consistency;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.market.Market;
import io.swen.simulator.protocol.Credentials;
import io.swen.simulator.protocol.Fault;
import io.swen.simulator.protocol.FaultList;
import io.swen.simulator.protocol.Throttle;
import io.swen.simulator.scenario.ScenarioEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A running simulator: AWS on one port, Alibaba Cloud on another.
 *
 * <p>Tests start one with {@link SimulatorConfig#forTests} and close it; its state stays in the directory.
 */
public final class SimulatorServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 1_024;
    private static final int MAX_CONCURRENT_REQUESTS = 256;
    private static final int MAX_HEADER_BYTES = 32 * 1_024;
    private static final long IDLE_MILLIS = 30_000;
    private static final String AWS = "aws";
    private static final String ALIBABA = "alibaba";

    private final Server server;
    private final ServerConnector aws;
    private final ServerConnector alibaba;
    private final SimulatedClock clock;
    private final Fleet fleet;
    private final FaultList faults;
    private final ScenarioEngine scenarios;
    private final SimulatorCredentials credentials;
    private final String host;

    private SimulatorServer(SimulatorConfig config, PriceCatalog catalog) {
        Path directory = config.directory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator's directory " + directory + " cannot be made", e);
        }
        SimulatorCredentials given = config.credentials();
        credentials = given == null ? SimulatorCredentials.readOrCreate(directory.resolve("credentials.json")) : given;
        clock = new SimulatedClock(config.wall(), directory.resolve("clock"), config.speed());
        scenarios = new ScenarioEngine(clock, directory.resolve("scenarios.json"));
        fleet = new Fleet(directory.resolve("fleet.mv"), clock, config.seed(), scenarios);
        faults = new FaultList(scenarios);
        var awsMarket = new Market(catalog, Provider.AWS, config.seed(), scenarios);
        var alibabaMarket = new Market(catalog, Provider.ALIBABA, config.seed(), scenarios);
        scenarios.attach(
                fleet,
                Map.of(Provider.AWS, awsMarket, Provider.ALIBABA, alibabaMarket),
                Map.of(Provider.AWS, awsAccount(credentials), Provider.ALIBABA, alibabaAccount(credentials)));
        var throttle = new Throttle(config.throttleFactor(), System::nanoTime);
        var awsCloud = new AwsCloud(
                catalog, awsMarket, fleet, clock, config.wall(), awsKeys(credentials), throttle, faults, config.seed());
        var alibabaCloud = new AlibabaCloud(
                alibabaMarket, fleet, clock, config.wall(), alibabaKeys(credentials), throttle, faults, config.seed());
        var carriers = new QueuedThreadPool(16);
        carriers.setDaemon(false);
        carriers.setName("simulator");
        carriers.setVirtualThreadsExecutor(new VirtualThreadPool(MAX_CONCURRENT_REQUESTS));
        server = new Server(carriers);
        host = config.bind();
        aws = connector(AWS, config.awsPort());
        alibaba = connector(ALIBABA, config.alibabaPort());
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setHandler(new HttpFront(
                Map.of(AWS, awsCloud, ALIBABA, alibabaCloud),
                new ControlApi(clock, fleet, faults, scenarios),
                scenarios::advance));
    }

    /**
     * Starts a simulator and returns once it answers.
     *
     * @throws IllegalStateException if a port is taken or the state is in use, with a message that says so
     */
    public static SimulatorServer start(SimulatorConfig config) {
        return start(config, PriceCatalog.load());
    }

    /** Starts a simulator over a catalog that is already loaded. */
    public static SimulatorServer start(SimulatorConfig config, PriceCatalog catalog) {
        var simulator = new SimulatorServer(config, catalog);
        try {
            simulator.server.start();
            return simulator;
        } catch (Exception e) {
            simulator.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (e instanceof BindException || cause instanceof BindException) {
                throw new IllegalStateException(
                        "a port of the simulator is taken: " + config.awsPort() + " or " + config.alibabaPort() + " on "
                                + config.bind() + "; stop what uses it or set SWEN_PORT_BASE",
                        e);
            }
            throw new IllegalStateException("the simulator did not start", e);
        }
    }

    public int awsPort() {
        return aws.getLocalPort();
    }

    public int alibabaPort() {
        return alibaba.getLocalPort();
    }

    /** What {@code SWEN_AWS_ENDPOINT} is to be set to. */
    public URI awsEndpoint() {
        return URI.create("http://" + host + ":" + awsPort());
    }

    /** What {@code SWEN_ALIBABA_ENDPOINT} is to be set to. */
    public URI alibabaEndpoint() {
        return URI.create("http://" + host + ":" + alibabaPort());
    }

    /** What {@code SWEN_CLOCK_URL} is to be set to. */
    public URI clockUrl() {
        return awsEndpoint().resolve("/simulator/clock");
    }

    /** Domain time; its speed can be set, and it can be sent ahead. */
    public SimulatedClock clock() {
        return clock;
    }

    public SimulatorCredentials credentials() {
        return credentials;
    }

    /** Replaces the faults that are to strike. */
    public void faults(List<Fault> next) {
        faults.set(next);
    }

    /** How late the clouds show what they did. */
    public void consistency(Consistency next) {
        fleet.consistency(next);
    }

    /** What can be made to happen, and what did. */
    public ScenarioEngine scenarios() {
        return scenarios;
    }

    /** Gives a spot instance notice now; it ends after the cloud's notice period. */
    public boolean interrupt(String instanceId) {
        return fleet.interrupt(instanceId).isPresent();
    }

    /** Changes an instance as somebody in the provider's console would; false if there is none that has not ended. */
    public boolean alter(
            String instanceId, @Nullable String type, @Nullable Map<String, String> tags, @Nullable Boolean impaired) {
        return fleet.alter(instanceId, type, tags, impaired).isPresent();
    }

    /** Starts another instance like one that runs, with the same tags; false if there is none that has not ended. */
    public boolean copy(String instanceId) {
        return fleet.copy(instanceId).isPresent();
    }

    /** Ends an instance as somebody in the provider's console would; false if there is none that has not ended. */
    public boolean end(String instanceId) {
        return fleet.end(instanceId).isPresent();
    }

    /** Stops answering and closes the state; what was answered is on disk already. */
    public void stop() {
        close();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the simulator did not stop", e);
        } finally {
            fleet.close();
        }
    }

    void join() throws InterruptedException {
        server.join();
    }

    private ServerConnector connector(String name, int port) {
        var http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE_MILLIS);
        http.setMinRequestDataRate(64);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setName(name);
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        return connector;
    }

    /** Where scenarios launch instances: in the account of the first key. */
    private static String awsAccount(SimulatorCredentials credentials) {
        return credentials.aws().stream()
                .findFirst()
                .map(SimulatorCredentials.AwsKey::account)
                .orElse(SimulatorCredentials.AWS_ACCOUNT);
    }

    private static String alibabaAccount(SimulatorCredentials credentials) {
        return credentials.alibaba().stream()
                .findFirst()
                .map(SimulatorCredentials.AlibabaKey::account)
                .orElse(SimulatorCredentials.ALIBABA_ACCOUNT);
    }

    private static Credentials awsKeys(SimulatorCredentials credentials) {
        var keys = new HashMap<String, Credentials.Key>();
        for (SimulatorCredentials.AwsKey key : credentials.aws()) {
            keys.put(
                    key.accessKeyId(),
                    new Credentials.Key(
                            key.secretAccessKey(),
                            Objects.requireNonNullElse(key.account(), SimulatorCredentials.AWS_ACCOUNT)));
        }
        return new Credentials(keys);
    }

    private static Credentials alibabaKeys(SimulatorCredentials credentials) {
        var keys = new HashMap<String, Credentials.Key>();
        for (SimulatorCredentials.AlibabaKey key : credentials.alibaba()) {
            keys.put(
                    key.accessKeyId(),
                    new Credentials.Key(
                            key.accessKeySecret(),
                            Objects.requireNonNullElse(key.account(), SimulatorCredentials.ALIBABA_ACCOUNT)));
        }
        return new Credentials(keys);
    }
}
