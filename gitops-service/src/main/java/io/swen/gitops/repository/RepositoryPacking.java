package io.swen.gitops.repository;

import io.swen.platform.job.BackgroundJob;
import io.swen.platform.lock.SingleOwner;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Packs the environment repository's loose objects on schedule, in one instance of this service at a time. */
@Component
class RepositoryPacking implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryPacking.class);
    private static final long LOCK = 0x5357_454e_0027L;

    private final EnvironmentRepository repository;
    private final RepositoryProperties properties;
    private final SingleOwner owner;

    RepositoryPacking(EnvironmentRepository repository, RepositoryProperties properties, DataSource database) {
        this.repository = repository;
        this.properties = properties;
        this.owner = new SingleOwner(database, LOCK);
    }

    @Override
    public String name() {
        return "repository-packing";
    }

    @Override
    public Duration interval() {
        return properties.packEvery();
    }

    @Override
    public boolean enabled() {
        return properties.packEvery().isPositive();
    }

    @Override
    public void run() {
        owner.run(() -> {
            long packed = repository.pack(properties.packFrom());
            if (packed > 0) {
                LOG.info("packed {} loose objects of the environment repository", packed);
            }
        });
    }
}
