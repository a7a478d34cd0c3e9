package io.swen.simulator.fleet;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import tools.jackson.databind.json.JsonMapper;

/** Instances and client tokens on disk; what {@link #flush()} returned for survives a crash of process and machine. */
final class FleetStore implements AutoCloseable {

    private final JsonMapper json = JsonMapper.shared();
    private final MVStore store;
    private final MVMap<String, String> instances;
    private final MVMap<String, String> past;
    private final MVMap<String, String> tokens;
    private final MVMap<String, Long> counters;

    FleetStore(Path file) {
        try {
            store = new MVStore.Builder().fileName(file.toString()).open();
        } catch (MVStoreException e) {
            throw new IllegalStateException(
                    "the simulator's state in " + file + " cannot be opened; is another simulator running on it?", e);
        }
        instances = store.openMap("instances");
        past = store.openMap("past");
        tokens = store.openMap("tokens");
        counters = store.openMap("counters");
    }

    void forEach(Consumer<SimInstance> instance) {
        instances.forEach((id, text) -> instance.accept(json.readValue(text, SimInstance.class)));
    }

    void forEachPast(Consumer<SimInstance> instance) {
        past.forEach((id, text) -> instance.accept(json.readValue(text, SimInstance.class)));
    }

    void archive(Collection<SimInstance> ended) {
        ended.forEach(instance -> past.put(instance.id(), json.writeValueAsString(instance)));
    }

    void forgetPast(Collection<String> ids) {
        ids.forEach(past::remove);
    }

    void forEachToken(BiConsumer<String, TokenUse> use) {
        tokens.forEach((token, text) -> use.accept(token, json.readValue(text, TokenUse.class)));
    }

    /** How many instances were ever started; ids derive from it. */
    long serial() {
        return counters.getOrDefault("serial", 0L);
    }

    void serial(long serial) {
        counters.put("serial", serial);
    }

    void put(SimInstance instance) {
        instances.put(instance.id(), json.writeValueAsString(instance));
    }

    void put(String token, TokenUse use) {
        tokens.put(token, json.writeValueAsString(use));
    }

    void remove(Collection<String> ids, Collection<String> spentTokens) {
        ids.forEach(instances::remove);
        spentTokens.forEach(tokens::remove);
    }

    /** Writes what changed and waits for the disk. */
    void flush() {
        store.commit();
        store.sync();
    }

    @Override
    public void close() {
        store.close();
    }
}
