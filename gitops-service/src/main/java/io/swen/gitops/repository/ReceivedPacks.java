package io.swen.gitops.repository;

import io.swen.platform.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pushing half of Git's smart HTTP protocol. No ref can be pushed to; a commit pushed to {@code refs/for/main} becomes a change,
 * as with Gerrit.
 */
final class ReceivedPacks {

    private static final Logger LOG = LoggerFactory.getLogger(ReceivedPacks.class);
    private static final String FOR_MAIN = "refs/for/main";
    private static final int TIMEOUT_SECONDS = 60;
    private static final long LARGEST_OBJECT = 1 << 20;
    private static final long LARGEST_PACK = 16 << 20;

    private final EnvironmentRepository environments;
    private final PushReceiver receiver;

    ReceivedPacks(EnvironmentRepository environments, PushReceiver receiver) {
        this.environments = environments;
        this.receiver = receiver;
    }

    void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-git-receive-pack-result");
        response.setHeader("Cache-Control", "no-cache, max-age=0, must-revalidate");
        try (InputStream in = "gzip".equals(request.getHeader("Content-Encoding"))
                        ? new GZIPInputStream(request.getInputStream())
                        : request.getInputStream();
                OutputStream out = response.getOutputStream()) {
            pack().receiveWithExceptionPropagation(in, out, null);
        } catch (UnpackException refused) {
            // The client was told already, in the protocol's own way.
            LOG.info("a push was refused: {}", refused.getMessage());
        }
    }

    ReceivePack pack() {
        ReceivePack pack = new ReceivePack(environments.jgit());
        pack.setBiDirectionalPipe(false);
        pack.setTimeout(TIMEOUT_SECONDS);
        pack.setMaxObjectSizeLimit(LARGEST_OBJECT);
        pack.setMaxPackSizeLimit(LARGEST_PACK);
        pack.setCheckReceivedObjects(true);
        pack.setAllowCreates(true);
        pack.setAllowDeletes(false);
        pack.setAllowNonFastForwards(false);
        pack.setPreReceiveHook(this::decide);
        return pack;
    }

    private void decide(ReceivePack pack, Collection<ReceiveCommand> commands) {
        for (ReceiveCommand command : commands) {
            if (commands.size() > 1 || !command.getRefName().equals(FOR_MAIN)) {
                refuse(
                        command,
                        "push one commit to " + FOR_MAIN + "; it becomes a change and reaches main when it is applied");
                continue;
            }
            try {
                pack.sendMessage(
                        receiver.received(environments.pushed(command.getNewId().name())));
                // Nothing is left for JGit to do: there is no such ref.
                command.setResult(ReceiveCommand.Result.OK);
            } catch (ProblemException refused) {
                refuse(command, String.valueOf(refused.getMessage()));
            } catch (UnusableTreeException refused) {
                refuse(command, String.valueOf(refused.getMessage()));
            }
        }
    }

    private static void refuse(ReceiveCommand command, String why) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, why.replaceAll("\\s+", " "));
    }
}
