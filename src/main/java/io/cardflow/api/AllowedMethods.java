package io.cardflow.api;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The methods that a path has, for the header {@code Allow}, which Quarkus does not add to a 405.
 */
@Singleton
class AllowedMethods {

  private final List<Route> routes = new ArrayList<>();

  /** The path of a resource's method. */
  private record Route(Pattern path, String method) {}

  AllowedMethods(BeanManager beans) {
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
        for (Method method : bean.getBeanClass().getMethods()) {
          add(bean.getBeanClass(), method);
        }
      }
    }
  }

  /** The methods of a path, in alphabetical order and separated by commas. */
  String of(String path) {
    Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
    for (Route route : routes) {
      if (route.path().matcher(path).matches()) {
        methods.add(route.method());
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  private void add(Class<?> resource, Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod known = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (known != null) {
        routes.add(new Route(pattern(template(resource, method)), known.value()));
      }
    }
  }

  /** The path of a resource's method, with the names of its parameters. */
  static String template(Class<?> resource, Method method) {
    return text(resource.getAnnotation(Path.class)) + text(method.getAnnotation(Path.class));
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+") + "/?");
  }

  private static String text(Path path) {
    String text = path == null || path.value().equals("/") ? "" : path.value();
    return text.isEmpty() || text.startsWith("/") ? text : "/" + text;
  }
}
