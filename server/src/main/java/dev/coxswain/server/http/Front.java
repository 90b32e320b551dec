package dev.coxswain.server.http;

import dev.coxswain.server.Code;
import dev.coxswain.server.Refusal;
import dev.coxswain.server.run.RunBroken;
import dev.coxswain.server.store.Corrupt;
import dev.coxswain.server.store.Unavailable;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where every request comes in. Who may not is turned away before anything of it is looked at:
/// foreign hosts, pages of other sites, those without a token; only then the path counts.
final class Front {

  private static final Logger LOG = LoggerFactory.getLogger("dev.coxswain.server");
  private static final int MOST_AT_ONCE = 512;
  private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

  private final List<Route> routes;
  private final Tokens tokens;
  private final Hosts hosts;
  private final Operations operations;
  private final Rate rate;
  private final Bodies bodies;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  Front(
      List<Route> routes,
      Tokens tokens,
      Hosts hosts,
      Operations operations,
      Rate rate,
      Bodies bodies) {
    this.routes = routes;
    this.tokens = tokens;
    this.hosts = hosts;
    this.operations = operations;
    this.rate = rate;
    this.bodies = bodies;
  }

  /// Requests that are being answered.
  int busy() {
    return MOST_AT_ONCE - places.availablePermits();
  }

  /// What is told of a request when it is over.
  private static final class Told {
    private String route = "other";
    private String who = "nobody";
  }

  void serve(Context context) {
    long begun = System.nanoTime();
    String id = requestId(context.req());
    context.header("X-Request-Id", id);
    protect(context);
    Told told = new Told();
    boolean admitted = places.tryAcquire();
    try {
      if (!admitted) {
        throw Refusal.of(Code.OVERLOADED, "Too many requests at once; wait a moment.");
      }
      write(context, answer(context, told));
    } catch (Refusal refusal) {
      refuse(context, refusal, id);
    } catch (Unavailable e) {
      LOG.atError().addKeyValue("request_id", id).log("storage: {}", e.getMessage());
      refuse(context, unavailable(e), id);
    } catch (Corrupt e) {
      LOG.atError().addKeyValue("request_id", id).log("storage: {}", e.getMessage());
      refuse(
          context,
          Refusal.of(Code.NOT_READY, "What is stored is damaged; the log says where."),
          id);
    } catch (RunBroken e) {
      refuse(
          context,
          e.getCause() instanceof Unavailable cause
              ? unavailable(cause)
              : Refusal.of(Code.NOT_READY, "The run is being loaded again; ask once more."),
          id);
      LOG.atError().addKeyValue("request_id", id).setCause(e).log("a run broke");
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("request_id", id).log("the client went away");
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("request_id", id).setCause(e).log("unexpected");
      refuse(context, Refusal.of(Code.INTERNAL, "Something went wrong; the log has more."), id);
    } finally {
      if (admitted) {
        places.release();
      }
      context.skipRemainingHandlers();
      tell(context, told, id, System.nanoTime() - begun);
    }
  }

  private static Refusal unavailable(Unavailable cause) {
    return cause.isFull()
        ? Refusal.of(Code.STORAGE_FULL, "The disk is full; reading works, writing does not.")
        : Refusal.of(Code.NOT_READY, "The storage cannot write now; ask again.");
  }

  private void tell(Context context, Told told, String id, long nanos) {
    int status = context.statusCode();
    operations.answered(method(context.req()), told.route, status);
    LOG.atInfo()
        .addKeyValue("request_id", id)
        .addKeyValue("method", method(context.req()))
        .addKeyValue("route", told.route)
        .addKeyValue("status", status)
        .addKeyValue("who", told.who)
        .addKeyValue("seconds", nanos / 1e9)
        .log("request");
  }

  private static String method(HttpServletRequest request) {
    return switch (request.getMethod()) {
      case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE" ->
          request.getMethod();
      default -> "other";
    };
  }

  /// The client's own, where it is one; else a new one.
  private static String requestId(HttpServletRequest request) {
    String given = request.getHeader("X-Request-Id");
    return given != null && given.matches("[A-Za-z0-9._-]{1,64}")
        ? given
        : UUID.randomUUID().toString();
  }

  private static void protect(Context context) {
    context
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store")
        .header(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  private Answer answer(Context context, Told told) {
    HttpServletRequest request = context.req();
    if (!hosts.allow(request.getHeader("Host"))) {
      throw Refusal.at(
          "Host",
          Code.MISDIRECTED_HOST,
          "This server does not answer for that host. Allow it by --allow-host.");
    }
    String path = request.getRequestURI();
    Optional<Found> found = find(request.getMethod(), path);
    if (found.isPresent() && found.get().route().needed().isEmpty()) {
      told.route = found.get().route().template();
      try (Call call = call(found.get(), request, Tokens.Grant.EVERYTHING)) {
        return found.get().route().action().answer(call);
      }
    }
    Tokens.Grant grant = authenticated(request);
    told.who = grant.name();
    rate.take(tokens.areRequired() ? grant.name() : String.valueOf(request.getRemoteAddr()));
    if (found.isEmpty()) {
      throw unknown(path, context);
    }
    Route route = found.get().route();
    told.route = route.template();
    authorise(request, grant, found.get());
    if (operations.isDraining()) {
      throw Refusal.of(Code.NOT_READY, "The server is stopping; ask again.");
    }
    try (Call call = call(found.get(), request, grant)) {
      if (!call.accepts(route.type()) && !call.wantsStream()) {
        throw Refusal.at(
            "Accept", Code.NOT_ACCEPTABLE, "The answer is %s; accept that.", route.type());
      }
      return route.action().answer(call);
    }
  }

  /// A route and the variables of its path.
  private record Found(Route route, Map<String, String> variables) {}

  private Call call(Found found, HttpServletRequest request, Tokens.Grant grant) {
    return new Call(request, found.variables(), grant, bodies);
  }

  private Optional<Found> find(String method, String path) {
    String sought = method.equals("HEAD") ? "GET" : method;
    for (Route route : routes) {
      if (route.method().equals(sought)) {
        Optional<Map<String, String>> variables = route.match(path);
        if (variables.isPresent()) {
          return Optional.of(new Found(route, variables.get()));
        }
      }
    }
    return Optional.empty();
  }

  private Refusal unknown(String path, Context context) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.match(path).isPresent()) {
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      return Refusal.of(Code.NOT_FOUND, "There is nothing at this path; /docs has all there are.");
    }
    StringJoiner allowed = new StringJoiner(", ");
    methods.forEach(allowed::add);
    context.header("Allow", allowed.toString());
    return Refusal.of(Code.METHOD_NOT_ALLOWED, "This path takes %s.", allowed);
  }

  private Tokens.Grant authenticated(HttpServletRequest request) {
    if (!tokens.areRequired()) {
      return Tokens.Grant.EVERYTHING;
    }
    String header = String.valueOf(request.getHeader("Authorization"));
    if (header.length() > 7 && header.substring(0, 7).equalsIgnoreCase("Bearer ")) {
      Optional<Tokens.Grant> grant = tokens.grant(header.substring(7).strip());
      if (grant.isPresent()) {
        return grant.get();
      }
    }
    throw Refusal.at(
        "Authorization",
        Code.UNAUTHENTICATED,
        "Send a token that is valid: Authorization: Bearer cox_…; coxswain token create makes one.");
  }

  private static void authorise(HttpServletRequest request, Tokens.Grant grant, Found found) {
    Route route = found.route();
    String run = found.variables().get("run");
    if (run != null && !grant.sees(run)) {
      throw Refusal.of(Code.NOT_FOUND, "There is no run of this name.");
    }
    Scope needed = route.needed().orElseThrow();
    if (!grant.covers(needed)) {
      throw Refusal.of(Code.FORBIDDEN, "The token does not have the scope \"%s\".", needed.word());
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (route.writes() && site != null && !SAME_SITE.contains(site)) {
      throw Refusal.at(
          "Sec-Fetch-Site", Code.CROSS_SITE, "A page of another site must not change anything.");
    }
  }

  private static void refuse(Context context, Refusal refusal, String id) {
    if (context.res().isCommitted()) {
      return;
    }
    int status = Status.of(refusal.code());
    if (status == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    if (status == 429 || status == 503) {
      context.header("Retry-After", "1");
    }
    if (status == 408) {
      context.header("Connection", "close");
    }
    context.status(status).contentType(Problem.TYPE).result(Problem.of(refusal, id));
  }

  private static void write(Context context, Answer answer) throws IOException {
    switch (answer) {
      case Answer.Empty nothing -> context.status(204);
      case Answer.Whole whole -> {
        whole.etag().ifPresent(tag -> context.header("ETag", tag));
        String known = context.header("If-None-Match");
        if (whole.status() == 200
            && known != null
            && whole.etag().filter(known::equals).isPresent()) {
          context.status(304);
        } else {
          context.status(whole.status()).contentType(whole.type()).result(whole.body());
        }
      }
      case Answer.Shared shared -> write(context, shared);
      case Answer.Stream stream -> {
        context.status(200).contentType(stream.type());
        OutputStream out = context.res().getOutputStream();
        stream.writing().write(out);
        out.flush();
      }
    }
  }

  private static void write(Context context, Answer.Shared shared) throws IOException {
    context.header("ETag", shared.etag()).header("Vary", "Accept-Encoding");
    if (shared.etag().equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    boolean packed = String.valueOf(context.header("Accept-Encoding")).contains("gzip");
    byte[] body = packed ? shared.gzip() : shared.body();
    if (packed) {
      context.header("Content-Encoding", "gzip");
    }
    context.status(200).contentType(shared.type());
    context.res().setContentLength(body.length);
    context.res().getOutputStream().write(body); // past Javalin, which would compress it again
  }
}
