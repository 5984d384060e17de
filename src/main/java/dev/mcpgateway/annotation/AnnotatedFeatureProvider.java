package dev.mcpgateway.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.mcpgateway.feature.FeatureProvider;
import dev.mcpgateway.feature.FeatureSet;
import dev.mcpgateway.feature.PromptSpecification;
import dev.mcpgateway.feature.ResourceSpecification;
import dev.mcpgateway.feature.ResourceTemplateSpecification;
import dev.mcpgateway.feature.ToolSpecification;
import reactor.core.publisher.Flux;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The features that annotated methods of the context's beans declare. They do not change.
 */
final class AnnotatedFeatureProvider implements FeatureProvider {

	private static final Set<Class<? extends Annotation>> ANNOTATIONS = Set.of(McpTool.class, McpResource.class,
			McpPrompt.class, McpCompletion.class, McpCompletion.Several.class);

	private final ListableBeanFactory beans;

	private final MethodParts parts;

	AnnotatedFeatureProvider(ListableBeanFactory beans, MethodParts parts) {
		this.beans = beans;
		this.parts = parts;
	}

	@Override
	public String name() {
		return "annotations";
	}

	@Override
	public Flux<FeatureSet> features() {
		return Flux.defer(() -> Flux.just(scan()));
	}

	private FeatureSet scan() {
		Declarations declarations = new Declarations();
		for (String name : this.beans.getBeanDefinitionNames()) {
			Class<?> type = this.beans.getType(name, false);
			if (type == null || !AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
				continue;
			}
			MethodIntrospector.selectMethods(type, AnnotatedFeatureProvider::isFeature)
				.forEach((method) -> declarations.add(this.beans.getBean(name), method));
		}
		return declarations.toFeatureSet();
	}

	private static boolean isFeature(Method method) {
		return ANNOTATIONS.stream().anyMatch(method::isAnnotationPresent);
	}

	/**
	 * The declarations so far, each name once.
	 */
	private final class Declarations {

		private final Map<String, Method> owners = new HashMap<>();

		private final List<ToolSpecification> tools = new ArrayList<>();

		private final List<ResourceSpecification> resources = new ArrayList<>();

		private final List<ResourceTemplateSpecification> templates = new ArrayList<>();

		private final List<PromptSpecification> prompts = new ArrayList<>();

		private final Completions completions = new Completions();

		void add(Object bean, Method declared) {
			Method method = AopUtils.selectInvocableMethod(declared, bean.getClass());
			MethodParts parts = AnnotatedFeatureProvider.this.parts;
			McpTool tool = declared.getAnnotation(McpTool.class);
			if (tool != null) {
				own("tool", tool.name(), declared);
				this.tools.add(ToolMethod.specification(bean, method, tool, parts));
			}
			McpResource resource = declared.getAnnotation(McpResource.class);
			if (resource != null) {
				own("resource", resource.uri(), declared);
				if (ResourceMethod.isTemplate(resource)) {
					this.templates.add(ResourceMethod.templateSpecification(bean, method, resource, parts));
				}
				else {
					this.resources.add(ResourceMethod.specification(bean, method, resource, parts));
				}
			}
			McpPrompt prompt = declared.getAnnotation(McpPrompt.class);
			if (prompt != null) {
				own("prompt", prompt.name(), declared);
				this.prompts.add(PromptMethod.specification(bean, method, prompt, parts));
			}
			for (McpCompletion completion : declared.getAnnotationsByType(McpCompletion.class)) {
				this.completions.add(bean, method, completion, parts);
			}
		}

		private void own(String kind, String name, Method method) {
			Method owner = this.owners.putIfAbsent(kind + " " + name, method);
			if (owner != null) {
				throw new InvalidFeatureException(method, "%s '%s' is declared by %s already".formatted(kind, name,
						InvalidFeatureException.describe(owner)));
			}
		}

		FeatureSet toFeatureSet() {
			FeatureSet features = new FeatureSet(this.tools, this.resources,
					this.templates.stream().map(this.completions::complete).toList(),
					this.prompts.stream().map(this.completions::complete).toList());
			this.completions.checkTaken();
			return features;
		}

	}

}
