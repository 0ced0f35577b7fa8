// Rules beyond the schemas: consistency between manifests, and forbidden settings.
// Each rule yields its findings as sentences.

const WORKLOADS = ['Deployment', 'Job'];
const CLUSTER_WIDE = ['Namespace'];
const PROBES = {
  startupProbe: '/q/health/started',
  livenessProbe: '/q/health/live',
  readinessProbe: '/q/health/ready',
};

/** Settings whose names look like those of secrets. */
const PUBLIC = new Set(['QUARKUS_OIDC_TOKEN_AUDIENCE']);

/** How long the channel of internal messages takes to close: twice its close-timeout. */
const CHANNEL_CLOSE_SECONDS = 20;

const KEDA_KAFKA_SETTINGS = new Set([
  'bootstrapServers', 'bootstrapServersFromEnv', 'consumerGroup', 'topic', 'lagThreshold',
  'activationLagThreshold', 'offsetResetPolicy', 'allowIdleConsumers', 'limitToPartitionsWithLag',
  'ensureEvenDistributionOfPartitions', 'excludePersistentLag', 'scaleToZeroOnInvalidOffset',
  'version', 'partitionLimitation', 'sasl', 'tls', 'unsafeSsl',
]);

const TOPIC_SETTINGS = new Set([
  'cleanup.policy', 'compression.type', 'delete.retention.ms', 'file.delete.delay.ms',
  'flush.messages', 'flush.ms', 'index.interval.bytes', 'local.retention.bytes',
  'local.retention.ms', 'max.compaction.lag.ms', 'max.message.bytes',
  'message.timestamp.after.max.ms', 'message.timestamp.before.max.ms', 'message.timestamp.type',
  'min.cleanable.dirty.ratio', 'min.compaction.lag.ms', 'min.insync.replicas', 'preallocate',
  'remote.storage.enable', 'retention.bytes', 'retention.ms', 'segment.bytes',
  'segment.index.bytes', 'segment.jitter.ms', 'segment.ms', 'unclean.leader.election.enable',
]);

/**
 * One rendering of the worker.
 *
 * @param namespaced whether each object must have a namespace: in an overlay, not in the base
 * @param production whether it is for production
 * @param kafka what k8s/kafka renders to
 * @param documentation the page that lists the required Secrets
 */
export function* worker(manifests, { namespaced, production, kafka, documentation }) {
  const objects = manifests.map((manifest) => manifest.object);
  const of = (...kinds) => objects.filter((each) => kinds.includes(each.kind));
  const deployment = only(of('Deployment').filter((each) => component(each) === 'worker'));
  const migration = only(of('Job'));
  const apis = of('Deployment').filter((each) => component(each) === 'api');

  yield* noSecrets(objects);
  if (namespaced) {
    yield* inOneNamespace(objects);
  }
  for (const workload of of(...WORKLOADS)) {
    yield* hardened(workload);
    yield* mounts(workload);
    yield* references(workload, of('ConfigMap', 'ServiceAccount'), documentation);
    yield* guarded(workload, of('NetworkPolicy'), environment(workload, of('ConfigMap')));
    if (production) {
      yield* fixedImage(workload);
    }
  }
  for (const account of of('ServiceAccount')) {
    if (account.automountServiceAccountToken !== false) {
      yield `ServiceAccount/${account.metadata.name} gives a token`;
    }
  }
  if (deployment.spec.replicas !== undefined) {
    yield `${title(deployment)} sets replicas, which is the autoscaler's`;
  }
  for (const each of [deployment, ...apis]) {
    yield* rollOut(each);
    yield* shutdown(each, environment(each, of('ConfigMap')));
    yield* ports(each, of('NetworkPolicy', 'PodMonitor', 'Service').filter((user) => selects(user, each)));
    yield* migrations(each, migration, of('ConfigMap'));
  }
  yield* selectors(of('NetworkPolicy', 'PodDisruptionBudget', 'PodMonitor', 'Service'), of(...WORKLOADS));
  for (const each of apis) {
    yield* api(environment(each, of('ConfigMap')), environment(deployment, of('ConfigMap')));
  }
  yield* scaling(only(of('ScaledObject')), of('TriggerAuthentication'), {
    deployment,
    settings: environment(deployment, of('ConfigMap')),
    kafka: kafka.map((manifest) => manifest.object),
    documentation,
    production,
  });
}

/** That no two of the installations write to the same database, or are members of the same group. */
export function* apart(installations) {
  const seen = new Map();
  for (const [name, manifests] of installations) {
    const objects = manifests.map((manifest) => manifest.object);
    const deployment = only(
      objects.filter((each) => each.kind === 'Deployment' && component(each) === 'worker'),
    );
    const settings = environment(deployment, objects.filter((each) => each.kind === 'ConfigMap'));
    for (const place of [
      `the group ${settings.CARDFLOW_INBOX_GROUP_ID} on ${settings.KAFKA_BOOTSTRAP_SERVERS}`,
      `the database ${settings.QUARKUS_DATASOURCE_REACTIVE_URL}`,
      `the database ${settings.QUARKUS_DATASOURCE_JDBC_URL?.split('?')[0]}`,
    ]) {
      if (seen.has(place)) {
        yield `${seen.get(place)} and ${name} share ${place}`;
      }
      seen.set(place, name);
    }
  }
}

/** The topics and users. */
export function* kafka(manifests) {
  const objects = manifests.map((manifest) => manifest.object);
  yield* noSecrets(objects);
  yield* inOneNamespace(objects);
  const topics = new Map(
    objects.filter((each) => each.kind === 'KafkaTopic').map((each) => [each.metadata.name, each.spec]),
  );
  for (const [name, { config, replicas }] of topics) {
    for (const setting of Object.keys(config)) {
      if (!TOPIC_SETTINGS.has(setting)) {
        yield `KafkaTopic/${name}: ${setting} is no setting of a topic`;
      }
    }
    if (replicas !== 3 || config['min.insync.replicas'] !== 2) {
      yield `KafkaTopic/${name} must have three replicas, two of them in sync`;
    }
    if (config['retention.ms'] === undefined || config['cleanup.policy'] !== 'delete') {
      yield `KafkaTopic/${name} must set the retention, and not be compacted`;
    }
  }
  const [commands, statuses] = ['cardflow.commands', 'cardflow.producer-status'].map((name) =>
    topics.get(name),
  );
  if (commands.partitions !== statuses.partitions) {
    yield 'the two inbound topics must have the same number of partitions';
  }
  for (const [name, { config }] of topics) {
    const inbound = name === 'cardflow.commands' || name === 'cardflow.producer-status';
    if (inbound && config['compression.type'] !== 'uncompressed') {
      yield `KafkaTopic/${name} must keep records uncompressed, so that its limit holds for what is read`;
    }
    if (config['message.timestamp.type'] !== 'LogAppendTime') {
      yield `KafkaTopic/${name} must have the brokers' timestamps`;
    }
  }
  const deadLetters = topics.get('cardflow.dead-letters').config['max.message.bytes'];
  if (deadLetters <= commands.config['max.message.bytes']) {
    yield 'the topic of dead letters must take larger records than the inbound ones';
  }
  for (const user of objects.filter((each) => each.kind === 'KafkaUser')) {
    const acls = user.spec.authorization?.acls ?? [];
    if (acls.length === 0) {
      yield `KafkaUser/${user.metadata.name} has no rights listed`;
    }
    for (const { resource, operations } of acls) {
      if (operations.includes('All') || (resource.name ?? '*') === '*') {
        yield `KafkaUser/${user.metadata.name} has more rights than it needs`;
      }
      if (resource.type === 'topic' && !topics.has(resource.name)) {
        yield `KafkaUser/${user.metadata.name}: there is no topic ${resource.name}`;
      }
    }
  }
}

function only(objects) {
  if (objects.length !== 1) {
    throw new Error(`there must be one of a kind, and there are ${objects.length}`);
  }
  return objects[0];
}

function component({ metadata }) {
  return metadata.labels?.['app.kubernetes.io/component'];
}

function podOf(workload) {
  return workload.spec.template;
}

function containersOf(workload) {
  const { containers, initContainers = [] } = podOf(workload).spec;
  return [...initContainers, ...containers];
}

function title({ kind, metadata }) {
  return `${kind}/${metadata.name}`;
}

function matches(selector, labels = {}) {
  return Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
}

/** Whether an object selects the pods of a workload. A Service has a form of its own. */
function selects({ kind, spec }, workload) {
  const selector = kind === 'Service' ? { matchLabels: spec.selector } : (spec.podSelector ?? spec.selector);
  return matches(selector, podOf(workload).metadata.labels);
}

/** The settings of the workload's first container; those of ConfigMaps included. */
function environment(workload, configMaps) {
  const container = containersOf(workload)[0];
  const settings = {};
  for (const { configMapRef } of container.envFrom ?? []) {
    Object.assign(
      settings,
      configMaps.find((each) => each.metadata.name === configMapRef.name)?.data,
    );
  }
  for (const { name, value } of container.env ?? []) {
    settings[name] = value;
  }
  return settings;
}

function* noSecrets(objects) {
  for (const object of objects) {
    if (object.kind === 'Secret') {
      yield `${title(object)}: a secret does not belong here`;
    }
    if (object.kind === 'ConfigMap') {
      for (const [key, value] of Object.entries(object.data ?? {})) {
        if ((/password|secret|jaas|token/i.test(key) && !PUBLIC.has(key)) || /password|BEGIN [A-Z ]*PRIVATE/i.test(value)) {
          yield `${title(object)}: ${key} looks like a secret`;
        }
      }
    }
    for (const container of WORKLOADS.includes(object.kind) ? containersOf(object) : []) {
      for (const { name, value } of container.env ?? []) {
        if (value !== undefined && /password|secret|jaas|token/i.test(name)) {
          yield `${title(object)}: ${name} is a secret and has its value here`;
        }
      }
    }
  }
}

function* inOneNamespace(objects) {
  const namespaces = new Set();
  for (const object of objects.filter((each) => !CLUSTER_WIDE.includes(each.kind))) {
    if (object.metadata.namespace === undefined) {
      yield `${title(object)} has no namespace`;
    }
    namespaces.add(object.metadata.namespace);
  }
  if (namespaces.size > 1) {
    yield `the objects are in several namespaces: ${[...namespaces].join(', ')}`;
  }
}

function* hardened(workload) {
  const { spec } = podOf(workload);
  if (spec.automountServiceAccountToken !== false) {
    yield `${title(workload)} mounts a token`;
  }
  if (spec.enableServiceLinks !== false) {
    yield `${title(workload)} takes the names of Services for settings`;
  }
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[field]) {
      yield `${title(workload)} has ${field}`;
    }
  }
  for (const volume of spec.volumes ?? []) {
    if (volume.hostPath) {
      yield `${title(workload)} mounts a directory of its node`;
    }
  }
  for (const container of containersOf(workload)) {
    const where = `${title(workload)}, container ${container.name},`;
    const security = { ...spec.securityContext, ...container.securityContext };
    if (security.runAsNonRoot !== true || !(security.runAsUser > 0)) {
      yield `${where} may run as root`;
    }
    if (security.readOnlyRootFilesystem !== true) {
      yield `${where} may write to its root file system`;
    }
    if (security.allowPrivilegeEscalation !== false || security.privileged) {
      yield `${where} may gain privileges`;
    }
    if (!security.capabilities?.drop?.includes('ALL') || security.capabilities.add?.length > 0) {
      yield `${where} has capabilities`;
    }
    if (security.seccompProfile?.type !== 'RuntimeDefault') {
      yield `${where} has no seccomp profile`;
    }
    if (!container.resources?.requests?.cpu || !container.resources?.limits?.memory) {
      yield `${where} has no requests for processor time and memory`;
    }
  }
}

function* mounts(workload) {
  const volumes = new Set((podOf(workload).spec.volumes ?? []).map((each) => each.name));
  for (const container of containersOf(workload)) {
    const mounted = container.volumeMounts ?? [];
    for (const { name } of mounted.filter((each) => !volumes.has(each.name))) {
      yield `${title(workload)} mounts ${name}, which is no volume of it`;
    }
    if (!mounted.some((each) => each.mountPath === '/tmp' && !each.readOnly)) {
      yield `${title(workload)}, container ${container.name}, has no /tmp to write to`;
    }
  }
}

function* references(workload, objects, documentation) {
  const { spec } = podOf(workload);
  const exists = (kind, name) =>
    objects.some((each) => each.kind === kind && each.metadata.name === name);
  if (!exists('ServiceAccount', spec.serviceAccountName)) {
    yield `${title(workload)}: there is no ServiceAccount/${spec.serviceAccountName}`;
  }
  for (const container of containersOf(workload)) {
    for (const source of container.envFrom ?? []) {
      if (source.secretRef) {
        yield `${title(workload)} takes a whole Secret for settings; name its keys`;
      } else if (!exists('ConfigMap', source.configMapRef.name)) {
        yield `${title(workload)}: there is no ConfigMap/${source.configMapRef.name}`;
      }
    }
    for (const { valueFrom } of container.env ?? []) {
      if (valueFrom?.secretKeyRef) {
        yield* documented(valueFrom.secretKeyRef, documentation);
      }
    }
  }
  for (const { secret } of (spec.volumes ?? []).filter((each) => each.secret)) {
    if (!secret.items) {
      yield `${title(workload)} mounts all of Secret/${secret.secretName}; name its keys`;
    }
    for (const { key } of secret.items ?? []) {
      yield* documented({ name: secret.secretName, key }, documentation);
    }
  }
}

/** Secrets are created manually, so the page must name each of them, and each key on its line. */
function* documented({ name, key }, documentation) {
  const row = documentation.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
  if (row === undefined) {
    yield `k8s/README.md does not describe how to create Secret/${name}`;
  } else if (!row.includes(`\`${key}\``)) {
    yield `k8s/README.md does not name the key ${key} of Secret/${name}`;
  }
}

function* guarded(workload, policies, settings) {
  const { labels } = podOf(workload).metadata;
  const applying = policies.filter((each) => matches(each.spec.podSelector, labels));
  const open = new Set();
  for (const policy of applying) {
    for (const { to = [], ports = [] } of policy.spec.egress ?? []) {
      if (to.length === 0 || ports.length === 0) {
        yield `${title(policy)} lets out to anywhere, or to any port`;
      }
      ports.forEach(({ port }) => open.add(port));
    }
  }
  const needed = new Set([53, ...portsOf(settings)]);
  for (const port of needed) {
    if (!open.has(port)) {
      yield `${title(workload)} is not let out to port ${port}`;
    }
  }
  for (const port of open) {
    if (!needed.has(port)) {
      yield `${title(workload)} is let out to port ${port}, and has no use for it`;
    }
  }
  for (const type of ['Ingress', 'Egress']) {
    if (!applying.some((each) => each.spec.policyTypes.includes(type))) {
      yield `no NetworkPolicy guards the ${type} of ${title(workload)}`;
    }
  }
}

/** The ports of what the settings name. */
function portsOf(settings) {
  const { KAFKA_BOOTSTRAP_SERVERS: kafka = '' } = settings;
  const brokers = kafka.split(',').filter((each) => each !== '');
  const urls = {
    QUARKUS_DATASOURCE_REACTIVE_URL: 5432,
    CARDFLOW_GOCARDS_URL: 443,
    QUARKUS_OIDC_AUTH_SERVER_URL: 443,
  };
  return [
    ...brokers.map((each) => Number(each.split(':').at(-1))),
    ...Object.entries(urls)
      .filter(([name]) => settings[name] !== undefined)
      .map(([name, usual]) => Number(new URL(settings[name]).port || usual)),
  ];
}

function* fixedImage(workload) {
  for (const { image } of containersOf(workload)) {
    const [, tag] = /:([\w.-]+)$/.exec(image) ?? [];
    if (!image.includes('@sha256:') && (tag === undefined || tag === 'latest')) {
      yield `${title(workload)}: the image ${image} is not one certain version`;
    }
  }
}

function* rollOut(deployment) {
  const { spec } = deployment;
  if (spec.strategy?.rollingUpdate?.maxUnavailable !== 0) {
    yield `${title(deployment)} takes replicas away before there are others`;
  }
  if (!matches(spec.selector, podOf(deployment).metadata.labels)) {
    yield `${title(deployment)} does not select its own pods`;
  }
  for (const constraint of podOf(deployment).spec.topologySpreadConstraints ?? []) {
    if (!matches(constraint.labelSelector, podOf(deployment).metadata.labels)) {
      yield `${title(deployment)} spreads other pods than its own`;
    }
  }
  for (const container of containersOf(deployment)) {
    for (const [probe, path] of Object.entries(PROBES)) {
      if (container[probe]?.httpGet?.path !== path) {
        yield `${title(deployment)}: the ${probe} must ask ${path}`;
      }
    }
  }
}

function* shutdown(deployment, settings) {
  const [requests, threads] = ['QUARKUS_SHUTDOWN_TIMEOUT', 'QUARKUS_THREAD_POOL_SHUTDOWN_TIMEOUT'].map((name) =>
    seconds(settings[name]),
  );
  const drain = settings.CARDFLOW_INBOX_ENABLED === 'false' ? 0 : seconds(settings.CARDFLOW_INBOX_DRAIN_TIMEOUT);
  const before = containersOf(deployment)
    .map(({ lifecycle }) => lifecycle?.preStop?.exec.command ?? [])
    .reduce((sum, [program, time]) => sum + (program === 'sleep' ? Number(time) : 0), 0);
  const takes = before + 2 * requests + drain + CHANNEL_CLOSE_SECONDS + threads;
  const grace = podOf(deployment).spec.terminationGracePeriodSeconds;
  if (!(grace > takes)) {
    yield `${title(deployment)}: stopping may take ${takes} s, and it is killed after ${grace} s`;
  }
}

function seconds(text) {
  return Number(/^(\d+)s$/.exec(text)?.[1]);
}

function* selectors(selecting, workloads) {
  for (const object of selecting) {
    const selected = workloads.filter((each) => selects(object, each));
    if (selected.length !== 1) {
      yield `${title(object)} selects the pods of ${selected.length} workloads`;
    }
  }
}

function* ports(deployment, users) {
  const names = containersOf(deployment).flatMap((each) => (each.ports ?? []).map((port) => port.name));
  const probes = containersOf(deployment).flatMap((container) =>
    Object.keys(PROBES).map((probe) => container[probe]?.httpGet?.port),
  );
  const named = users.flatMap(({ spec }) => [
    ...(spec.podMetricsEndpoints ?? []).map((each) => each.port),
    ...(spec.ingress ?? []).flatMap((rule) => rule.ports.map((each) => each.port)),
    ...(spec.ports ?? []).map((each) => each.targetPort),
  ]);
  for (const port of [...probes, ...named]) {
    if (!names.includes(port)) {
      yield `${title(deployment)} has no port ${port}`;
    }
  }
}

/** The API consumes nothing, knows its callers, and reads the settings that it shares with the worker. */
function* api(settings, worker) {
  if (settings.CARDFLOW_CONSOLE_ENABLED !== 'true' || settings.CARDFLOW_INBOX_ENABLED !== 'false') {
    yield 'the API must serve requests and consume nothing';
  }
  for (const name of ['QUARKUS_OIDC_AUTH_SERVER_URL', 'QUARKUS_OIDC_TOKEN_AUDIENCE']) {
    if (!settings[name]) {
      yield `the API does not start without ${name}`;
    }
  }
  if (!settings.QUARKUS_OIDC_AUTH_SERVER_URL?.startsWith('https://')) {
    yield 'the API must reach the issuer of tokens by HTTPS';
  }
  for (const name of ['CARDFLOW_INBOX_GROUP_ID', 'CARDFLOW_SOURCE', 'CARDFLOW_INTERNAL_SIGNATURE']) {
    if (settings[name] !== worker[name]) {
      yield `the API and the worker differ in ${name}`;
    }
  }
}

function* migrations(deployment, job, configMaps) {
  const [replica, migration] = [deployment, job].map((each) => environment(each, configMaps));
  if (containersOf(deployment)[0].image !== containersOf(job)[0].image) {
    yield `the migration runs another image than ${title(deployment)}`;
  }
  if (replica.QUARKUS_FLYWAY_MIGRATE_AT_START !== 'false') {
    yield `${title(deployment)} migrates the schema itself`;
  }
  if (replica.QUARKUS_FLYWAY_VALIDATE_AT_START !== 'true') {
    yield `${title(deployment)} begins on any schema`;
  }
  if (
    migration.QUARKUS_FLYWAY_MIGRATE_AT_START !== 'true' ||
    migration.QUARKUS_INIT_AND_EXIT !== 'true'
  ) {
    yield 'the migration does not migrate and end';
  }
}

function* scaling(scaled, authentications, { deployment, settings, kafka, documentation, production }) {
  const { scaleTargetRef, minReplicaCount, maxReplicaCount, triggers } = scaled.spec;
  if (scaleTargetRef.name !== deployment.metadata.name) {
    yield `${title(scaled)} scales ${scaleTargetRef.name}, which is not there`;
  }
  const partitions = kafka.find((each) => each.metadata.name === 'cardflow.commands').spec.partitions;
  const lanes = Number(settings.CARDFLOW_INBOX_LANES);
  const most = maxReplicaCount * lanes;
  if (!(most <= partitions) || (production && most !== partitions)) {
    yield `${title(scaled)}: ${maxReplicaCount} replicas of ${lanes} lanes for ${partitions} partitions`;
  }
  if (!(minReplicaCount >= 1)) {
    yield `${title(scaled)} may leave no replica`;
  }
  const topics = triggers.map((each) => each.metadata.topic).sort();
  if (String(topics) !== 'cardflow.commands,cardflow.producer-status') {
    yield `${title(scaled)} looks at ${topics.join(', ')}, and not at the two inbound topics`;
  }
  const group = settings.CARDFLOW_INBOX_GROUP_ID;
  for (const { metadata, authenticationRef } of triggers) {
    for (const key of Object.keys(metadata)) {
      if (!KEDA_KAFKA_SETTINGS.has(key)) {
        yield `${title(scaled)}: ${key} is no setting of the Kafka trigger`;
      }
    }
    if (metadata.consumerGroup !== group) {
      yield `${title(scaled)}: the group is ${group}, not ${metadata.consumerGroup}`;
    }
    if (settings[metadata.bootstrapServersFromEnv] === undefined) {
      yield `${title(scaled)}: ${metadata.bootstrapServersFromEnv} is no setting of the worker`;
    }
    if (!authentications.some((each) => each.metadata.name === authenticationRef.name)) {
      yield `${title(scaled)}: there is no TriggerAuthentication/${authenticationRef.name}`;
    }
  }
  for (const authentication of authentications) {
    for (const reference of authentication.spec.secretTargetRef) {
      yield* documented(reference, documentation);
    }
  }
  yield* groupRights(group, kafka);
}

function* groupRights(group, kafka) {
  const rights = (user, type) =>
    kafka
      .find((each) => each.kind === 'KafkaUser' && each.metadata.name === user)
      .spec.authorization.acls.filter((each) => each.resource.type === type)
      .map((each) => each.resource.name);
  for (const user of ['cardflow', 'cardflow-autoscaler']) {
    if (!rights(user, 'group').includes(group)) {
      yield `KafkaUser/${user} has no right to the group ${group}`;
    }
  }
  const api = 'cardflow-api';
  if (rights(api, 'transactionalId').length > 0 || rights(api, 'group').some((each) => each !== `${group}-changes-`)) {
    yield `KafkaUser/${api} has rights to groups or transactional ids of the worker`;
  }
  if (!rights('cardflow', 'transactionalId').includes(`${group}-`)) {
    yield `KafkaUser/cardflow has no right to the transactional ids of the group ${group}`;
  }
}
