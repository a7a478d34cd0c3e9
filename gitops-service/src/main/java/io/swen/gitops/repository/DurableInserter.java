package io.swen.gitops.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * Writes objects and waits for the disk once for all of them: their files are forced at the same time, which costs the disk
 * hardly more than one of them, where JGit's own setting forces one after the other.
 */
final class DurableInserter extends ObjectInserter.Filter {

    private final ObjectInserter objects;
    private final Path directory;
    private final ExecutorService executor;
    private final Set<ObjectId> written = new LinkedHashSet<>();

    /**
     * @param directory the repository's folder of objects
     * @param executor has a thread for each file
     */
    DurableInserter(ObjectInserter objects, Path directory, ExecutorService executor) {
        this.objects = objects;
        this.directory = directory;
        this.executor = executor;
    }

    @Override
    protected ObjectInserter delegate() {
        return objects;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
        return remembered(super.insert(type, data, off, len));
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return remembered(super.insert(type, length, in));
    }

    private ObjectId remembered(ObjectId id) {
        written.add(id);
        return id;
    }

    @Override
    public void flush() throws IOException {
        super.flush();
        List<Future<?>> forced = new ArrayList<>();
        for (ObjectId id : written) {
            forced.add(executor.submit(() -> {
                force(id);
                return null;
            }));
        }
        written.clear();
        for (Future<?> each : forced) {
            try {
                each.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while objects were written", e);
            } catch (ExecutionException e) {
                throw new IOException("objects could not be forced to the disk", e.getCause());
            }
        }
    }

    private void force(ObjectId id) throws IOException {
        String name = id.name();
        try (FileChannel file = FileChannel.open(
                directory.resolve(name.substring(0, 2)).resolve(name.substring(2)), StandardOpenOption.READ)) {
            file.force(true);
        } catch (NoSuchFileException packed) {
            // It was there before, in a pack, which is on the disk since it was made.
            return;
        }
    }
}
