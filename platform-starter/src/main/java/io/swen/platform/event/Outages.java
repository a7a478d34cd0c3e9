package io.swen.platform.event;

import io.swen.platform.client.RemoteException;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

/** Tells failures that the next event would meet too, because the database or another service is away, from those of one event. */
final class Outages {

    private static final int DEEPEST_CAUSE = 20;
    private static final int SQL_STATE = 5;
    private static final String READ_ONLY = "25006";
    /** Connections, resources, an operator's intervention, the system: classes of SQLSTATE. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private Outages() {}

    static boolean explain(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (isOutage(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isOutage(Throwable cause) {
        return switch (cause) {
            case RemoteException remote -> remote.isTransient();
            case ProblemException problem -> problem.code().status() > ErrorCode.INTERNAL.status();
            case SQLException sql -> isOutage(sql.getSQLState());
            // The database: no connection, or too slow. A deadlock or a lost race is of the event.
            case DataAccessResourceFailureException away -> true;
            case RecoverableDataAccessException away -> true;
            case QueryTimeoutException slow -> true;
            case CannotCreateTransactionException away -> true;
            // Another service.
            case HttpServerErrorException failed -> true;
            case HttpClientErrorException.TooManyRequests busy -> true;
            case ResourceAccessException away -> true;
            case SocketException away -> true;
            case SocketTimeoutException slow -> true;
            case UnknownHostException away -> true;
            case HttpTimeoutException slow -> true;
            case TimeoutException slow -> true;
            case IOException other -> isFullDisk(other);
            default -> false;
        };
    }

    private static boolean isOutage(@Nullable String sqlState) {
        return sqlState != null
                && sqlState.length() == SQL_STATE
                && (AWAY.contains(sqlState.substring(0, 2)) || sqlState.equals(READ_ONLY));
    }

    private static boolean isFullDisk(IOException failure) {
        String told = failure.getMessage();
        return told != null && (told.contains("No space left") || told.contains("quota exceeded"));
    }
}
